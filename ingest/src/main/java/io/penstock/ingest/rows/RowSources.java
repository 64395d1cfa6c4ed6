// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.rows;

import io.penstock.ingest.capture.BadCaptureException;
import io.penstock.ingest.capture.CaptureSource;
import java.util.ArrayList;
import java.util.List;

/** The captures of a command, all opened and found good before the first packet of any is read. */
public final class RowSources implements AutoCloseable {
    private final List<RowSource> sources;

    private RowSources(List<RowSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /**
     * Opens every capture and checks its file header.
     *
     * @param captures one at least, in the order given by the user
     * @throws BadInputsException with a line for each that is missing, empty, no capture, or cut inside its file header
     */
    public static RowSources open(List<CaptureSource> captures, RowOptions options) throws BadInputsException {
        List<CheckedCapture> opened = check(captures);
        List<RowSource> sources = new ArrayList<>();
        if (options.host().isPresent()) {
            sources.add(new RowSource(options.host().get(), new CaptureChain(opened), options));
        } else {
            List<String> names = AgentNames.of(captures);
            for (int i = 0; i < opened.size(); i++) {
                sources.add(new RowSource(names.get(i), new CaptureChain(List.of(opened.get(i))), options));
            }
        }
        return new RowSources(sources);
    }

    private static List<CheckedCapture> check(List<CaptureSource> captures) throws BadInputsException {
        List<CheckedCapture> opened = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        boolean streamSeen = false;
        for (CaptureSource capture : captures) {
            if (capture.live() && streamSeen) {
                bad.add(capture.name() + ": given twice; a stream can be read only once");
                continue;
            }
            streamSeen |= capture.live();
            try {
                opened.add(CheckedCapture.open(capture));
            } catch (BadCaptureException refused) {
                bad.add(refused.getMessage());
            }
        }
        if (!bad.isEmpty()) {
            opened.forEach(CheckedCapture::close);
            throw new BadInputsException(bad);
        }
        return opened;
    }

    /** Agents made otherwise than from captures. */
    public static RowSources of(List<RowSource> agents) {
        return new RowSources(agents);
    }

    /** One for each agent, in the order of the captures. */
    public List<RowSource> agents() {
        return sources;
    }

    /** Whether one of them may be slow: it is read as it comes. */
    public boolean live() {
        return sources.stream().anyMatch(RowSource::live);
    }

    @Override
    public void close() {
        sources.forEach(RowSource::close);
    }
}
