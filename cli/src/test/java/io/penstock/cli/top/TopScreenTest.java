// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.report.Styling;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;

class TopScreenTest {
    private static final int ROWS = 12;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void shouldMoveLinesThatStandElsewhereNow() throws IOException {
        try (Terminal terminal = new ExternalTerminal(
                        "test", "xterm", InputStream.nullInputStream(), written, StandardCharsets.UTF_8);
                TopScreen screen = new TopScreen(terminal, "broker:9092", Styling.PLAIN)) {
            terminal.setSize(new Size(40, ROWS));
            screen.resize();
            screen.draw(lines(0));
            written.reset();

            screen.draw(lines(2));
            terminal.flush();
            // What stays is moved, not written again.
            assertThat(written.toString(StandardCharsets.UTF_8))
                    .contains("row 12", "row 13")
                    .doesNotContain("row 6");
            written.reset();

            screen.draw(lines(1));
            terminal.flush();
            assertThat(written.toString(StandardCharsets.UTF_8))
                    .contains("row 1")
                    .doesNotContain("row 12", "row 6");
        }
    }

    private static List<String> lines(int first) {
        return IntStream.range(first, first + ROWS).mapToObj(i -> "row " + i).toList();
    }
}
