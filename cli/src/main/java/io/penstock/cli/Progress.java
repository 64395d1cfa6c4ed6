// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.ingest.rows.RowSource;
import io.penstock.ingest.rows.RowSources;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on standard error where a person sees it, nothing elsewhere. */
final class Progress implements AutoCloseable {
    private static final int LOOK_EVERY = 1024;
    private static final int REDRAW_MILLIS = 200;

    private final ProgressBar bar;
    private final RowSources sources;
    private long steps;

    private Progress(ProgressBar bar, RowSources sources) {
        this.bar = bar;
        this.sources = sources;
    }

    /**
     * Shows progress through captures, by the bytes read of them.
     *
     * @param bytes of all captures together, 0 or less where that is not known
     */
    static Progress show(Terminal terminal, String task, RowSources sources, long bytes) {
        if (!terminal.errIsTerminal()) {
            return new Progress(null, sources);
        }
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(bytes > 0 ? bytes : -1)
                .setUnit(" MB", 1_000_000)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err()))
                .clearDisplayOnFinish()
                .build();
        return new Progress(bar, sources);
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
            bar.stepTo(sources.agents().stream().mapToLong(RowSource::readBytes).sum());
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
