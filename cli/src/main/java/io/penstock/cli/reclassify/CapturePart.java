// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.rows.RowOptions;
import io.penstock.ingest.rows.RowSource;
import io.penstock.ingest.rows.RowSources;
import io.penstock.reclassify.PacketFeed;
import io.penstock.reclassify.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One agent's captures. They are read a second time where walks are traced, so that a pipe will not do. */
public final class CapturePart implements Part {
    private final RowSource first;
    private final List<CaptureSource> captures;
    private final RowOptions options;
    private final int number;
    private boolean begun;

    private CapturePart(RowSource first, List<CaptureSource> captures, RowOptions options, int number) {
        this.first = first;
        this.captures = captures;
        this.options = options;
        this.number = number;
    }

    /**
     * The parts of a command's captures: each capture, or all of them where they are of one host.
     *
     * @param opened the captures, opened and found good; they are what is read first
     * @param captures what they were opened from, in the same order
     */
    public static List<Part> of(RowSources opened, List<CaptureSource> captures, RowOptions options) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < opened.agents().size(); i++) {
            List<CaptureSource> own = options.host().isPresent() ? captures : List.of(captures.get(i));
            parts.add(new CapturePart(opened.agents().get(i), own, options, i));
        }
        return parts;
    }

    @Override
    public String name() {
        return first.agent();
    }

    @Override
    public PacketFeed open() throws IOException {
        RowSource source = begun ? RowSources.open(captures, options).agents().getFirst() : first;
        begun = true;
        return new CaptureFeed(source, first.agent(), number);
    }
}
