// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.document.export.ExportElement;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the flags of exported filters: names, or eight hex digits for what the exporting build had no name for (spec 9.2). */
final class ImportedFlags {
    private static final String PREFIX = "FWPM_FILTER_FLAG_";
    /** Newer builds say so of filters whose provider context names the rule they came from (spec 1.8). */
    private static final String ORIGIN = PREFIX + "HAS_FILTER_ORIGIN";

    private final ImportNotes notes;

    ImportedFlags(ImportNotes notes) {
        this.notes = notes;
    }

    /** The flags that a policy can hold; what else there is, is noted. */
    Set<FilterFlag> read(String filter, List<ExportElement> items, Action action, boolean hasContext) {
        Set<FilterFlag> flags = EnumSet.noneOf(FilterFlag.class);
        for (ExportElement item : items) {
            String text = item.text();
            if (text.matches("[0-9A-Fa-f]{8}")) {
                bits(filter, Integer.parseUnsignedInt(text, 16), flags);
            } else {
                named(filter, text, flags);
            }
        }
        boolean decides = action instanceof Action.CalloutTerminating || action instanceof Action.CalloutUnknown;
        drop(filter, flags, FilterFlag.PERMIT_IF_CALLOUT_UNREGISTERED, !decides, "no callout decides for it");
        drop(filter, flags, FilterFlag.HAS_PROVIDER_CONTEXT, !hasContext, "it names no provider context");
        boolean bootTime = flags.contains(FilterFlag.BOOTTIME);
        drop(filter, flags, FilterFlag.PERSISTENT, bootTime, "a boot-time filter is not persistent");
        return flags;
    }

    private void bits(String filter, int bits, Set<FilterFlag> flags) {
        int unknown = bits;
        for (FilterFlag flag : FilterFlag.values()) {
            if ((bits & flag.bit()) != 0) {
                flags.add(flag);
                unknown &= ~flag.bit();
            }
        }
        if (unknown != 0) {
            unknown(filter, String.format(Locale.ROOT, "0x%08X", unknown));
        }
    }

    private void named(String filter, String name, Set<FilterFlag> flags) {
        Optional<FilterFlag> known = EnumSet.allOf(FilterFlag.class).stream()
                .filter(f -> f.key().equals(name))
                .findFirst();
        if (known.isPresent()) {
            flags.add(known.get());
        } else if (name.equals(ORIGIN)) {
            notes.leftOut(filter, "flags " + name, name);
        } else if (!name.equals(PREFIX + "NONE")) {
            unknown(filter, name);
        }
    }

    private void unknown(String filter, String flag) {
        notes.add(filter, "flags", Carriage.APPROXIMATED, "unknown flag " + flag + " is left out");
    }

    private void drop(String filter, Set<FilterFlag> flags, FilterFlag flag, boolean wrong, String why) {
        if (wrong && flags.remove(flag)) {
            notes.add(filter, "flags", Carriage.LEFT_OUT, flag.key() + ": " + why);
        }
    }
}
