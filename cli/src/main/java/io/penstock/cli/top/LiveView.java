// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.top;

import io.penstock.cli.report.Styling;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Shows a cluster as it is: on a terminal until the user has enough, elsewhere once. */
public final class LiveView {
    private LiveView() {}

    /**
     * Everything there is to show, as lines, from two samples taken one after the other.
     *
     * @param cluster as the user named it
     * @param sampler is closed
     * @throws InterruptedException if the command is to stop
     */
    public static List<String> once(ClusterSampler sampler, String cluster) throws InterruptedException {
        try (SampleFeed samples = SampleFeed.start(sampler)) {
            SampleFeed.Pair pair = samples.first();
            return new Frame(cluster, View.OVERVIEW, SortBy.RATE, Styling.PLAIN)
                    .lines(pair.before(), pair.now(), Integer.MAX_VALUE);
        }
    }

    /**
     * Takes the terminal of this process and shows the cluster until {@code q}.
     *
     * @param sampler is closed
     * @param isOver whether to end without being asked
     * @throws IOException if the terminal cannot be had
     */
    public static void show(ClusterSampler sampler, String cluster, boolean coloured, BooleanSupplier isOver)
            throws IOException {
        try (SampleFeed samples = SampleFeed.start(sampler);
                Terminal terminal =
                        TerminalBuilder.builder().system(true).dumb(false).build();
                TopScreen screen = new TopScreen(terminal, cluster, Styling.of(coloured))) {
            screen.show(samples, isOver);
        } catch (InterruptedIOException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
