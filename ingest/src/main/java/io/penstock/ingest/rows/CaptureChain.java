// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.rows;

import io.penstock.ingest.capture.BadCaptureException;
import io.penstock.ingest.capture.CaptureDamage;
import io.penstock.ingest.capture.CaptureReader;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.capture.CapturedPacket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The packets of one agent's captures, one behind the other. Packets may be read ahead of those handed on, from a thread of its
 * own even, so the chain writes down in which capture each first packet stands, for {@link #nextStart()} to tell.
 */
final class CaptureChain implements AgentPackets {
    private final List<CheckedCapture> captures;
    private final CaptureDamage[] damages;
    private final Deque<Integer> starts = new ArrayDeque<>();
    private CaptureReader reader;
    private int current = -1;
    private long finishedBytes;
    private volatile long readBytes;

    CaptureChain(List<CheckedCapture> captures) {
        this.captures = captures;
        this.damages = new CaptureDamage[captures.size()];
    }

    @Override
    public boolean next(CapturedPacket packet) {
        while (reader != null || current + 1 < captures.size()) {
            if (reader == null) {
                begin();
            } else if (reader.next(packet)) {
                if (packet.number() == 1) {
                    start(current);
                }
                readBytes = finishedBytes + reader.offsetBytes();
                return true;
            } else {
                end();
            }
        }
        return false;
    }

    private void begin() {
        current++;
        try {
            reader = captures.get(current).begin();
        } catch (BadCaptureException changed) {
            // It was good when the command began: what is left of it is what a damaged capture leaves.
            String what = "changed since it was opened first: " + changed.getMessage();
            damage(current, new CaptureDamage(changed.source(), changed.offsetBytes(), false, what));
        }
    }

    private void end() {
        reader.damage().ifPresent(found -> damage(current, found));
        finishedBytes += reader.offsetBytes();
        readBytes = finishedBytes;
        CheckedCapture.close(reader);
        reader = null;
    }

    private synchronized void start(int capture) {
        starts.add(capture);
    }

    @Override
    public List<String> files() {
        return captures.stream().map(capture -> capture.source().name()).toList();
    }

    @Override
    public boolean live() {
        return captures.stream().map(CheckedCapture::source).anyMatch(CaptureSource::live);
    }

    @Override
    public synchronized int nextStart() {
        return starts.remove();
    }

    private synchronized void damage(int capture, CaptureDamage found) {
        damages[capture] = found;
    }

    @Override
    public synchronized Optional<CaptureDamage> damageOf(int capture) {
        return Optional.ofNullable(damages[capture]);
    }

    @Override
    public long readBytes() {
        return readBytes;
    }

    @Override
    public void close() {
        if (reader != null) {
            CheckedCapture.close(reader);
            reader = null;
        }
        captures.forEach(CheckedCapture::close);
    }
}
