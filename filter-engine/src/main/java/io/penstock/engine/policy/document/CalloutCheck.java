// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.ConfigurationFault;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.ProviderContext;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Asks callouts whose code is at hand what they think of the filters that name them and of those filters' provider contexts (spec 1.11). */
final class CalloutCheck {
    private final Function<String, Callout> code;
    private final Map<String, Members> filters;
    private final Map<String, Node> contexts;
    private final ErrorSink errors;

    /**
     * @param code the callout of a key, or null
     * @param filters where each filter stands
     * @param contexts where the data of each provider context stands
     */
    CalloutCheck(
            Function<String, Callout> code,
            Map<String, Members> filters,
            Map<String, Node> contexts,
            ErrorSink errors) {
        this.code = code;
        this.filters = filters;
        this.contexts = contexts;
        this.errors = errors;
    }

    void check(Policy policy) {
        for (Filter filter : policy.filters()) {
            String key = filter.action().callout();
            Callout callout = key == null ? null : code.apply(key);
            if (callout != null) {
                check(policy, filter, callout);
            }
        }
    }

    private void check(Policy policy, Filter filter, Callout callout) {
        ProviderContext context = filter.providerContextKey() == null
                ? null
                : policy.providerContext(filter.providerContextKey()).orElse(null);
        Members at = filters.get(filter.filterKey());
        try {
            callout.check(filter, context).forEach(fault -> tell(fault, callout.key(), at, context));
        } catch (RuntimeException broken) {
            errors.add(at.place("action"), "callout '" + callout.key() + "' cannot check its configuration: " + broken);
        }
    }

    private void tell(ConfigurationFault fault, String callout, Members filter, ProviderContext context) {
        boolean ofFilter = !fault.member().isEmpty() || context == null;
        Node at = ofFilter
                ? filter.place(fault.member())
                : place(contexts.get(context.providerContextKey()), fault.path());
        errors.add(at, error(ofFilter, fault.member()) + callout + ": " + fault.text(), fault.expected());
    }

    private static String error(boolean ofFilter, String member) {
        if (!ofFilter) {
            return "FWP_E_CONTEXT_INCOMPATIBLE_WITH_CALLOUT: ";
        }
        return switch (member) {
            case "layerKey" -> "FWP_E_INCOMPATIBLE_LAYER: ";
            case "action" -> "FWP_E_INVALID_ACTION_TYPE: ";
            default -> "FWP_E_CONTEXT_INCOMPATIBLE_WITH_CALLOUT: ";
        };
    }

    /** As far along the path as the document goes. A key that is wrong itself is where its value is. */
    private static Node place(Node data, List<Object> path) {
        Node at = data;
        for (Object step : path) {
            Node next = switch (at) {
                case Node.Mapping mapping -> mapping.get(String.valueOf(step));
                case Node.Sequence list ->
                    step instanceof Integer index && index < list.items().size()
                            ? list.items().get(index)
                            : null;
                case Node.Scalar scalar -> null;
            };
            if (next == null) {
                return at;
            }
            at = next;
        }
        return at;
    }
}
