// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.redirect;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.ConfigurationFault;
import io.penstock.engine.callout.ContextCache;
import io.penstock.engine.callout.ContextReader;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.LayerFamily;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.engine.redirect.Redirection;
import io.penstock.worker.endpoint.Endpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Bind and connect redirection (spec 6.2): gives a bind another local address and port, or a connect another remote address and port, by the redirects of the filter's
 * provider context, and leaves the redirect record with the flow. It abstains without the right, permits what it has redirected itself, and permits firmly what another
 * callout has handed to a local proxy. Its filters are terminating ones at the redirect layers.
 */
public final class Redirector implements Callout {
    /** The key that policies name it by. */
    public static final String KEY = "penstock-redirect";

    private final ContextCache<RedirectRules> read = ContextCache.of(RedirectRules::read);

    /** Made by {@code ServiceLoader}. */
    public Redirector() {}

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public CalloutMode mode() {
        return CalloutMode.INLINE;
    }

    @Override
    public List<ConfigurationFault> check(Filter filter, ProviderContext context) {
        List<ConfigurationFault> faults = new ArrayList<>();
        if (!isRedirect(filter.layer().family())) {
            faults.add(ConfigurationFault.ofFilter(
                    "layerKey",
                    "it redirects nothing at " + filter.layer().key(),
                    "FWPM_LAYER_ALE_CONNECT_REDIRECT_V4 or _V6, FWPM_LAYER_ALE_BIND_REDIRECT_V4 or _V6"));
        }
        if (!(filter.action() instanceof Action.CalloutTerminating)) {
            faults.add(ConfigurationFault.ofFilter(
                    "action", "it redirects nothing as " + filter.action().key(), "FWP_ACTION_CALLOUT_TERMINATING"));
        }
        if (context == null) {
            faults.add(ConfigurationFault.ofFilter(
                    "providerContextKey", "it has no provider context", "one with a list of redirects"));
        } else {
            faults.addAll(ContextReader.faults(context.data(), RedirectRules::read));
        }
        return faults;
    }

    private static boolean isRedirect(String family) {
        return isConnect(family) || family.equals(LayerFamily.ALE_BIND_REDIRECT.name());
    }

    private static boolean isConnect(String family) {
        return family.equals(LayerFamily.ALE_CONNECT_REDIRECT.name());
    }

    @Override
    public void classify(ClassifyIn in, ClassifyOut out) {
        Redirection asked = out.redirection();
        if (!(in.filter().action() instanceof Action.CalloutTerminating)) {
            out.action(CalloutAction.CONTINUE);
        } else if (!out.hasRight()) {
            return;
        } else if (asked == null || !isRedirect(in.layer().family())) {
            out.permit(in);
        } else {
            redirect(in, out, asked);
        }
    }

    private void redirect(ClassifyIn in, ClassifyOut out, Redirection asked) {
        out.permit(in);
        switch (asked.state()) {
            case REDIRECTED_BY_SELF, PREVIOUSLY_REDIRECTED_BY_SELF -> {
                // What was done stands.
            }
            case REDIRECTED_BY_OTHER -> {
                if (asked.targetProcess() == 0) {
                    apply(in, out, asked);
                } else {
                    out.clearRight();
                }
            }
            case NOT_REDIRECTED -> apply(in, out, asked);
        }
    }

    private void apply(ClassifyIn in, ClassifyOut out, Redirection asked) {
        RedirectRules rules = in.providerContext() == null ? RedirectRules.NONE : read.get(in.providerContext());
        boolean connect = isConnect(in.layer().family());
        Endpoint end = RedirectRule.end(asked.target());
        RedirectRule rule = rules.find(connect, PacketRow.ipProtocol(in.rows(), in.row()), end);
        if (rule == null) {
            return;
        }
        Endpoint target = rule.target(end);
        // Refused where the protocol is one that the stack does not redirect.
        if (asked.apply(rule.redirect(target)) && rules.reports()) {
            String process = rule.process() == 0 ? "" : ", process " + rule.process();
            out.finding(rule.name(), (connect ? "connect to " : "bind of ") + end + " goes to " + target + process);
        }
    }
}
