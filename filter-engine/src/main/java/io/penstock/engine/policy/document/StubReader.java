// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.classify.ArbitrationCase.Answer;
import io.penstock.engine.classify.ArbitrationCase.Stub;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what stubbed callouts answer. */
final class StubReader {
    static final List<String> STUB = List.of("registered", "returns", "returnsWhenRightCleared");
    static final List<String> RETURNS = List.of("actionType", "clearWriteRight", "absorb");
    private static final Answer SILENT = new Answer(null, false, false);

    private StubReader() {}

    static Map<String, Stub> read(Members members) {
        Map<String, Stub> stubs = new LinkedHashMap<>();
        if (members.get("callouts") instanceof Node.Mapping callouts) {
            for (Node.Member callout : callouts.members()) {
                Members.of(callout.value(), "callout", STUB, members.errors())
                        .ifPresent(stub ->
                                stubs.put(ObjectKeys.normal(callout.key().text()), stub(stub)));
            }
        }
        return stubs;
    }

    private static Stub stub(Members members) {
        boolean registered = !members.text("registered").orElse("true").equals("false");
        Answer answer = answer(members, "returns", SILENT);
        return new Stub(registered, answer, answer(members, "returnsWhenRightCleared", answer));
    }

    private static Answer answer(Members stub, String key, Answer otherwise) {
        Node node = stub.get(key);
        return node == null
                ? otherwise
                : Members.of(node, key, RETURNS, stub.errors())
                        .map(StubReader::answer)
                        .orElse(SILENT);
    }

    private static Answer answer(Members members) {
        String action = members.text("actionType").orElse("UNCHANGED");
        String name = action.startsWith("FWP_ACTION_") ? action.substring("FWP_ACTION_".length()) : action;
        CalloutAction value = null;
        for (CalloutAction known : CalloutAction.values()) {
            value = known.name().equals(name) ? known : value;
        }
        if (value == null && !name.equals("UNCHANGED")) {
            members.errors()
                    .add(members.place("actionType"), "unknown answer '" + action + "'", "FWP_ACTION_… or UNCHANGED");
        }
        return new Answer(value, is(members, "clearWriteRight"), is(members, "absorb"));
    }

    private static boolean is(Members members, String key) {
        return members.text(key).orElse("false").equals("true");
    }
}
