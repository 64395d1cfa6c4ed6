// SPDX-License-Identifier: Apache-2.0
import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The formatting gate: every Java file below a folder carries the licence header and stands as palantir-java-format writes it.
 *
 * <p>The formatter parses with the compiler of the Java that runs it, so it runs on the toolchain's JDK and not inside Maven.
 * Started by the build as {@code java FormatSources.java (check|apply) ROOT FOLDER}; exit code 1 when a check finds a file that
 * differs or cannot be parsed.
 */
final class FormatSources {
    private static final String HEADER = "// SPDX-License-Identifier: Apache-2.0\n";
    private static final Set<String> NOT_SOURCES = Set.of("target", ".git", ".idea");

    private final Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());
    private final boolean apply;
    private final Path root;

    private FormatSources(boolean apply, Path root) {
        this.apply = apply;
        this.root = root;
    }

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[1]).toAbsolutePath().normalize();
        FormatSources sources = new FormatSources(arguments[0].equals("apply"), root);
        List<String> faults = javaFilesBelow(root.resolve(arguments[2]).normalize()).parallelStream()
                .flatMap(file -> sources.fault(file).stream())
                .sorted()
                .toList();
        faults.forEach(System.err::println);
        if (!faults.isEmpty()) {
            System.err.println("Format with: mvn -q -pl etc/format -Dformat process-sources");
            System.exit(1);
        }
    }

    private static List<Path> javaFilesBelow(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                boolean skipped = NOT_SOURCES.contains(visited.getFileName().toString());
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private Optional<String> fault(Path file) {
        try {
            String found = Files.readString(file);
            String formatted = formatted(found);
            if (formatted.equals(found)) {
                return Optional.empty();
            }
            if (apply) {
                Files.writeString(file, formatted);
                return Optional.empty();
            }
            return Optional.of("%s:%d: not as the formatter writes it"
                    .formatted(root.relativize(file), firstDifference(found, formatted)));
        } catch (FormatterException failed) {
            return Optional.of(
                    root.relativize(file) + ": " + failed.getMessage().strip());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private String formatted(String found) throws FormatterException {
        return formatter.formatSourceAndFixImports(found.startsWith(HEADER) ? found : HEADER + found);
    }

    private static int firstDifference(String found, String formatted) {
        List<String> left = found.lines().toList();
        List<String> right = formatted.lines().toList();
        int line = 0;
        while (line < left.size() && line < right.size() && left.get(line).equals(right.get(line))) {
            line++;
        }
        return line + 1;
    }
}
