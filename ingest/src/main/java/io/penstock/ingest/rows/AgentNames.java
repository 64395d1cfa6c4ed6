// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.rows;

import io.penstock.ingest.capture.CaptureSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names the agents of captures that are an agent each: by their file names, by their whole paths where two share one, and with a
 * number behind where even these are the same. The same captures in the same order get the same names.
 */
final class AgentNames {
    private static final String STANDARD_INPUT = "stdin";

    private AgentNames() {}

    static List<String> of(List<CaptureSource> sources) {
        List<String> shortNames = sources.stream().map(AgentNames::fileName).toList();
        Set<String> taken = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            String name = shortNames.get(i);
            if (Collections.frequency(shortNames, name) > 1) {
                name = sources.get(i).name();
            }
            String unique = name;
            for (int number = 2; !taken.add(unique); number++) {
                unique = name + "#" + number;
            }
            names.add(unique);
        }
        return names;
    }

    private static String fileName(CaptureSource source) {
        return switch (source) {
            case CaptureSource.File(Path path) -> {
                Path last = path.getFileName();
                yield last == null ? path.toString() : last.toString();
            }
            default -> source.name().equals("-") ? STANDARD_INPUT : source.name();
        };
    }
}
