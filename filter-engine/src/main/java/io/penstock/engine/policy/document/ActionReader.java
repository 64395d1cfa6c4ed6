// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.BuiltInCallouts;
import java.util.List;
import java.util.Optional;

/** Reads a filter's action (spec 4.3): {@code {type: …, calloutKey: …}}, or the type alone. */
final class ActionReader {
    static final List<String> TYPES = List.of(
            "FWP_ACTION_PERMIT",
            "FWP_ACTION_BLOCK",
            "FWP_ACTION_CALLOUT_TERMINATING",
            "FWP_ACTION_CALLOUT_INSPECTION",
            "FWP_ACTION_CALLOUT_UNKNOWN");
    static final List<String> KEYS = List.of("type", "calloutKey");

    private ActionReader() {}

    /** The action, empty after an error. */
    static Optional<Action> read(Members filter, ObjectKeys callouts) {
        ErrorSink errors = filter.errors();
        Node node = filter.required("action").orElse(null);
        return switch (node) {
            case null -> Optional.empty();
            case Node.Scalar type -> action(type.text().strip(), type, null, errors);
            case Node.Sequence list -> {
                errors.add(list, "a list as action", "{type: …, calloutKey: …}");
                yield Optional.empty();
            }
            case Node.Mapping mapping -> {
                Members members = Members.of(mapping, "action", KEYS, errors).orElseThrow();
                String callout = members.text("calloutKey")
                        .map(ObjectKeys::normal)
                        .map(ObjectReader::known)
                        .orElse(null);
                boolean builtIn =
                        callout != null && BuiltInCallouts.byKey(callout).isPresent();
                boolean dangling = callout != null
                        && !builtIn
                        && !callouts.exists(callout, members.place("calloutKey"), List.of());
                Optional<Action> action = members.requiredText("type")
                        .flatMap(type -> action(type, members.place("type"), callout, errors));
                yield dangling ? Optional.empty() : action;
            }
        };
    }

    static Optional<Action> action(String name, Node at, String callout, ErrorSink errors) {
        String type = name.startsWith("FWP_ACTION_") ? name : "FWP_ACTION_" + name;
        if (!TYPES.contains(type)) {
            errors.add(
                    at,
                    "FWP_E_INVALID_ACTION_TYPE: '" + name + "'",
                    String.join(", ", TYPES),
                    NearestName.of(type, TYPES));
            return Optional.empty();
        }
        boolean consults = type.startsWith("FWP_ACTION_CALLOUT_");
        if (consults != (callout != null)) {
            errors.add(
                    at,
                    consults ? "FWP_E_CALLOUT_NOT_FOUND: " + type + " without a callout" : type + " with a callout",
                    consults ? "calloutKey" : "no calloutKey");
            return Optional.empty();
        }
        return Optional.of(
                switch (type) {
                    case "FWP_ACTION_PERMIT" -> new Action.Permit();
                    case "FWP_ACTION_BLOCK" -> new Action.Block();
                    case "FWP_ACTION_CALLOUT_TERMINATING" -> new Action.CalloutTerminating(callout);
                    case "FWP_ACTION_CALLOUT_INSPECTION" -> new Action.CalloutInspection(callout);
                    default -> new Action.CalloutUnknown(callout);
                });
    }
}
