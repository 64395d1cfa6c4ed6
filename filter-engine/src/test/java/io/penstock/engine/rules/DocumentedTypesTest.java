// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every public type says where its rules come from: a section of the specification or of the architecture, an RFC, or a link to a type that does. */
class DocumentedTypesTest {
    private static final Path SOURCES =
            Path.of(System.getProperty("penstock.root", "..")).resolve("filter-engine/src/main/java");
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "^public (?:(?:sealed|non-sealed|final|abstract) )*(?:class|interface|record|enum|@interface) (\\w+)",
            Pattern.MULTILINE);
    private static final Pattern SOURCE = Pattern.compile(
            "spec \\d|RFC \\d|ARCHITECTURE|draft-ietf|LINKTYPE_|IEEE 802|\\bR-[A-Z]+|ADR \\d|adr/\\d|\\bP\\d\\d of the"
                    + " specification");

    @Test
    void shouldNameTheSourceOfEveryPublicType() throws IOException {
        List<String> without = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                String text = Files.readString(file);
                Matcher type = PUBLIC_TYPE.matcher(text);
                if (type.find()
                        && !SOURCE.matcher(javadocBefore(text, type.start())).find()) {
                    without.add(SOURCES.relativize(file).toString());
                }
            }
        }
        assertThat(without).as("public types whose javadoc names no source").isEmpty();
    }

    private static String javadocBefore(String text, int at) {
        int start = text.lastIndexOf("/**", at);
        return start < 0 ? "" : text.substring(start, at);
    }
}
