// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers of public types say what they count, and whatever public members throw is named with its cause. */
class DocumentedMembersTest {
    private static final Path SOURCES =
            Path.of(System.getProperty("penstock.root", "..")).resolve("filter-engine/src/main/java");

    @Test
    void shouldLeaveNoNumberWithoutUnitAndNoExceptionUnannounced() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Source> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .map(Source::of)
                    .toList();
            assertThat(sources).hasSizeGreaterThan(300);
            assertThat(JavadocGaps.in(sources))
                    .as("gaps in the javadoc of public types")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Nothing is said at all.
                "public record A(int wait) {}",
                "public class A { public long wait() { return 1; } }",
                "public interface A { void await(long howLong); }",
                "public class A { public void wait(java.util.List<Integer> times) {} }",
                // Something is said, and not what it counts.
                "/** @param wait how long */ public record A(int wait) {}",
                "public class A { /** How long. */ public long wait() { return 1; } }",
                // Exceptions: its own, in a constructor of a record, by way of a private method, declared.
                "public class A { /** Refuses. */ public void a() { throw new IllegalStateException(); } }",
                "public record A(String name) { public A { throw new IllegalArgumentException(); } }",
                "public class A { public void a() { b(); } private void b() { throw new IllegalStateException(); } }",
                "public class A { /** @throws Exception no */ public void a() throws java.io.IOException {} }",
                "public class A { /** @throws EndOfException no */ public void a() throws Exception {} }",
                // In a type within.
                "public class A { public static class B { public int wait() { return 1; } } }",
            })
    void shouldFindWhatASourceLeavesOut(String source) throws IOException {
        assertThat(JavadocGaps.in(List.of(new Source("A.java", source)))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/** @param wait milliseconds */ public record A(int wait) {}",
                "/** @param wait 0 to 15 */ public record A(int wait) { public A(int wait, String s) { this(wait); } }",
                "public interface A { /** In seconds. */ long wait(); /** B. */ record B(long wait) implements A {} }",
                "public class A { /** Until then. */ public long waitMillis() { return 1; } }",
                "/** <pre>0 u8 THE_WAIT</pre> */ public class A { public int theWait() { return 1; } }",
                "public class A { @Override public int hashCode() { return 1; } }",
                "public class A { public void a(byte[] frame) {} int b() { return 1; } }",
                "public class A { /** @throws IllegalStateException always */ public void a() { b(); }"
                        + " private void b() { throw new IllegalStateException(); } }",
                "public class A { public Runnable a() { return () -> { throw new IllegalStateException(); }; } }",
                "class A { public int wait() { throw new IllegalStateException(); } }",
            })
    void shouldFindNothingWhereASourceSaysIt(String source) throws IOException {
        assertThat(JavadocGaps.in(List.of(new Source("A.java", source)))).isEmpty();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        static Source of(Path file) {
            try {
                return new Source(SOURCES.relativize(file).toString(), Files.readString(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
