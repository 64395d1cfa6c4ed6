// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.pipeline.RunProgress;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Packets that have their verdict, as a bar on standard error where a person sees it. */
final class RunBar implements RunProgress, AutoCloseable {
    private static final int REDRAW_MILLIS = 200;

    private final ProgressBar bar;

    private RunBar(ProgressBar bar) {
        this.bar = bar;
    }

    static RunBar show(Terminal terminal) {
        if (!terminal.errIsTerminal()) {
            return new RunBar(null);
        }
        return new RunBar(new ProgressBarBuilder()
                .setTaskName("verdicts")
                .setInitialMax(-1)
                .setUnit(" packets", 1)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err()))
                .clearDisplayOnFinish()
                .build());
    }

    @Override
    public void decided(long packets) {
        if (bar != null) {
            bar.stepTo(packets);
        }
    }

    @Override
    public void published(long packets) {
        if (bar != null) {
            bar.maxHint(packets);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
