// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.FilterFlag;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads a filter's flags and holds them against each other and its action (spec 1.8). */
final class FlagsReader {
    static final String PREFIX = "FWPM_FILTER_FLAG_";

    private FlagsReader() {}

    /** The flags that are named, whether or not they may be set. */
    static Set<FilterFlag> named(Members filter) {
        Set<FilterFlag> flags = EnumSet.noneOf(FilterFlag.class);
        for (Node node : filter.oneOrMany("flags")) {
            flag(node, flags, filter.errors());
        }
        return flags;
    }

    static Set<FilterFlag> read(Members filter, Action action) {
        Set<FilterFlag> flags = named(filter);
        boolean imported = filter.get("effectiveWeight") != null;
        refuse(
                flags.contains(FilterFlag.DISABLED) && !imported,
                filter,
                "DISABLED is read-only",
                "no such flag, except beside the effectiveWeight of an import");
        refuse(
                flags.contains(FilterFlag.PERSISTENT) && flags.contains(FilterFlag.BOOTTIME),
                filter,
                "PERSISTENT and BOOTTIME exclude each other",
                "one of them");
        boolean consults = action instanceof Action.CalloutTerminating || action instanceof Action.CalloutUnknown;
        refuse(
                flags.contains(FilterFlag.PERMIT_IF_CALLOUT_UNREGISTERED) && action != null && !consults,
                filter,
                "PERMIT_IF_CALLOUT_UNREGISTERED on a filter that consults no deciding callout",
                "the flag only with FWP_ACTION_CALLOUT_TERMINATING or FWP_ACTION_CALLOUT_UNKNOWN");
        refuse(
                flags.contains(FilterFlag.HAS_PROVIDER_CONTEXT) && filter.get("providerContextKey") == null,
                filter,
                "HAS_PROVIDER_CONTEXT without one",
                "providerContextKey");
        return flags;
    }

    private static void flag(Node node, Set<FilterFlag> flags, ErrorSink errors) {
        String name = node instanceof Node.Scalar scalar ? scalar.text().strip() : "";
        if (name.equals(PREFIX + "NONE") || name.equals("NONE")) {
            return;
        }
        List<String> known = new ArrayList<>();
        for (FilterFlag flag : FilterFlag.values()) {
            if (name.equals(flag.key()) || name.equals(flag.name())) {
                flags.add(flag);
                return;
            }
            known.add(flag.key());
        }
        String full = name.startsWith("FWPM_") ? name : PREFIX + name;
        errors.add(
                node,
                "FWP_E_INVALID_FLAGS: unknown flag " + node.kind(),
                "FWPM_FILTER_FLAG_…",
                NearestName.of(full, known));
    }

    private static void refuse(boolean wrong, Members filter, String text, String expected) {
        if (wrong) {
            filter.errors().add(filter.place("flags"), "FWP_E_INVALID_FLAGS: " + text, expected);
        }
    }
}
