// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.ingest.rows.RowSource;
import io.penstock.ingest.rows.RowSources;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on standard error where a person sees it, nothing elsewhere. */
final class Progress implements AutoCloseable {
    private static final int LOOK_EVERY = 1024;
    private static final int REDRAW_MILLIS = 200;

    private final ProgressBar bar;
    private final LongSupplier read;
    private long steps;

    private Progress(ProgressBar bar, LongSupplier read) {
        this.bar = bar;
        this.read = read;
    }

    /**
     * Shows progress through captures, by the bytes read of them.
     *
     * @param bytes of all captures together, 0 or less where that is not known
     */
    static Progress show(Terminal terminal, String task, RowSources sources, long bytes) {
        return show(
                terminal,
                task,
                () -> sources.agents().stream().mapToLong(RowSource::readBytes).sum(),
                bytes,
                " MB",
                1_000_000);
    }

    /**
     * Shows progress through anything that is counted.
     *
     * @param read how much is done; of any thread
     * @param all how much there is to do, 0 or less where that is not known
     * @param unit what one of {@code size} is called
     */
    static Progress show(Terminal terminal, String task, LongSupplier read, long all, String unit, long size) {
        if (!terminal.errIsTerminal()) {
            return new Progress(null, read);
        }
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(all > 0 ? all : -1)
                .setUnit(unit, size)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err()))
                .clearDisplayOnFinish()
                .build();
        return new Progress(bar, read);
    }

    /** A packet was dealt with. */
    void step() {
        if (++steps % LOOK_EVERY == 0) {
            look();
        }
    }

    /** Looks how much is read; from any thread. */
    void look() {
        if (bar != null) {
            bar.stepTo(read.getAsLong());
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
