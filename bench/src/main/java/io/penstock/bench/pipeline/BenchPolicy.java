// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pipeline;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.DiscardLogger;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.stream.control.CalloutToRegister;
import io.penstock.stream.control.PolicyToActivate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A policy without its out-of-band filters: those whose callout has no code in the topology.
 *
 * @param policy what is left
 * @param left out how many filters
 */
record BenchPolicy(Policy policy, int leftOut) {

    /** The inline callouts, by key. */
    static Map<String, Callout> inline() {
        Callout logger = new DiscardLogger();
        return Map.of(logger.key(), logger);
    }

    static BenchPolicy read(Path file) throws IOException, PolicyErrors {
        Policy whole = PolicyDocument.parse(file.toString(), Files.readAllBytes(file));
        List<Filter> kept = whole.filters().stream().filter(BenchPolicy::isHere).toList();
        Policy policy = Policy.of(
                whole.settings(),
                whole.providers(),
                whole.sublayers(),
                whole.callouts(),
                whole.providerContexts(),
                kept);
        return new BenchPolicy(policy, whole.filters().size() - kept.size());
    }

    private static boolean isHere(Filter filter) {
        return switch (filter.action()) {
            case Action.Permit(), Action.Block() -> true;
            case Action.CalloutTerminating(String key) -> inline().containsKey(key);
            case Action.CalloutInspection(String key) -> inline().containsKey(key);
            case Action.CalloutUnknown(String key) -> inline().containsKey(key);
        };
    }

    PolicyToActivate toActivate() {
        byte[] document = PolicyDocument.yaml(policy).getBytes(StandardCharsets.UTF_8);
        return new PolicyToActivate("bench", policy.version(), document);
    }

    static List<CalloutToRegister> toRegister() {
        return inline().values().stream().map(CalloutToRegister::of).toList();
    }
}
