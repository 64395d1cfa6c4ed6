// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.top;

import io.penstock.cli.report.Styling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/**
 * The whole screen of a terminal, drawn again whenever there is something new, a key was pressed or the size changed. What did not change is not written again, so nothing
 * flickers. Close gives the terminal back as it was. One thread.
 */
final class TopScreen implements AutoCloseable {
    private static final long KEY_WAIT_MILLIS = 100;
    private static final int CONTROL_C = 3;

    private final Terminal terminal;
    private final String cluster;
    private final Attributes before;
    private final Display display;
    private final AtomicBoolean isResized = new AtomicBoolean(true);
    private final AtomicBoolean isEnded = new AtomicBoolean();
    private final Styling styling;
    private View view = View.OVERVIEW;
    private SortBy sort = SortBy.RATE;
    private int rows;
    private int columns;

    TopScreen(Terminal terminal, String cluster, Styling styling) {
        this.terminal = terminal;
        this.cluster = cluster;
        this.styling = styling;
        before = terminal.enterRawMode();
        display = new Display(terminal, true);
        terminal.handle(Terminal.Signal.WINCH, signal -> isResized.set(true));
        terminal.handle(Terminal.Signal.INT, signal -> isEnded.set(true));
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        terminal.puts(Capability.clear_screen);
        terminal.flush();
    }

    /**
     * Shows samples until the user has enough.
     *
     * @param samples the last two
     * @param isOver whether to end without being asked
     * @throws IOException if the terminal is gone
     */
    void show(SampleFeed samples, BooleanSupplier isOver) throws IOException {
        long drawn = -1;
        while (!isEnded.get() && !isOver.getAsBoolean()) {
            long number = samples.number();
            if (resize() || number != drawn) {
                draw(samples);
                drawn = number;
            }
            int key = terminal.reader().read(KEY_WAIT_MILLIS);
            if (key == NonBlockingReader.EOF) {
                return;
            }
            if (key != NonBlockingReader.READ_EXPIRED) {
                pressed(key);
                drawn = -1;
            }
        }
    }

    private void pressed(int key) {
        if (key == 'q' || key == CONTROL_C) {
            isEnded.set(true);
        } else if (key == 's') {
            sort = sort.next();
        } else {
            View.of(key).ifPresent(chosen -> view = chosen);
        }
    }

    /** Whether the size is another one than it was. */
    boolean resize() {
        if (!isResized.getAndSet(false)) {
            return false;
        }
        Size size = terminal.getSize();
        rows = size.getRows() <= 0 ? 24 : size.getRows();
        columns = size.getColumns() <= 0 ? 80 : size.getColumns();
        display.resize(rows, columns);
        display.clear();
        return true;
    }

    private void draw(SampleFeed samples) {
        SampleFeed.Pair pair = samples.last();
        List<String> lines = pair == null
                ? List.of("reading " + cluster + " ...")
                : new Frame(cluster, view, sort, styling).lines(pair.before(), pair.now(), rows);
        draw(lines);
    }

    /** Shows lines in place of those before; what stands elsewhere now is moved. */
    void draw(List<String> lines) {
        // The display keeps the list, and changes it when it moves lines.
        List<AttributedString> fitting = new ArrayList<>(lines.size());
        lines.forEach(line -> fitting.add(AttributedString.fromAnsi(line).columnSubSequence(0, columns)));
        display.update(fitting, -1);
    }

    @Override
    public void close() {
        terminal.puts(Capability.exit_ca_mode);
        terminal.puts(Capability.cursor_normal);
        terminal.flush();
        terminal.setAttributes(before);
    }
}
