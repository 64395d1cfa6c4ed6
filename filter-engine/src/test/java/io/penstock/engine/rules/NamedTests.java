// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds, in the test sources of all modules, which tests are annotated with which rules. Sources, since one module cannot load another's tests. */
final class NamedTests {
    private static final Pattern ANNOTATED = Pattern.compile(
            "@SpecRule\\(\\s*(\\{[^}]*}|\"[^\"]*\")\\s*\\)(?:\\s*@\\w+(?:\\((?:[^()]|\\([^()]*\\))*\\))?)*\\s*"
                + "(?:(?:public|protected|private|static|final|abstract)\\s+)*(?:(?<kind>class|interface|record)\\s+(?<type>\\w+)|[\\w<>,.?\\[\\]"
                + " ]+?\\s(?<method>\\w+)\\s*\\()");
    private static final Pattern RULE = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern ANY = Pattern.compile("@SpecRule\\(");

    private final Map<String, SortedSet<String>> byRule = new TreeMap<>();

    /** Reads {@code <module>/src/test/java} of every module below the root. */
    static NamedTests under(Path root) throws IOException {
        NamedTests found = new NamedTests();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.sorted().toList()) {
                Path sources = module.resolve("src/test/java");
                if (Files.isDirectory(sources)) {
                    found.module(module.getFileName().toString(), sources);
                }
            }
        }
        return found;
    }

    /** Tests by the rule they name, as {@code module Type.method}. */
    Map<String, SortedSet<String>> byRule() {
        return byRule;
    }

    private void module(String name, Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                if (!file.endsWith("SpecRule.java") && !file.endsWith("NamedTests.java")) {
                    source(name, file);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void source(String module, Path file) throws IOException {
        String text = Files.readString(file);
        String type = file.getFileName().toString().replace(".java", "");
        int understood = 0;
        for (Matcher m = ANNOTATED.matcher(text); m.find(); understood++) {
            String test = m.group("method") == null ? m.group("type") : type + "." + m.group("method");
            for (String rule : rules(m.group(1))) {
                byRule.computeIfAbsent(rule, r -> new TreeSet<>()).add(module + " " + test);
            }
        }
        long written = ANY.matcher(text).results().count();
        if (understood != written) {
            throw new IllegalStateException(
                    file + ": " + written + " uses of @SpecRule, of which " + understood + " could be read");
        }
    }

    private static List<String> rules(String quoted) {
        List<String> rules = new ArrayList<>();
        for (Matcher m = RULE.matcher(quoted); m.find(); ) {
            rules.add(m.group(1));
        }
        return rules;
    }
}
