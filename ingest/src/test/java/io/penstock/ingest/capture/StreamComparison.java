// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.policy.PolicySettings;
import io.penstock.engine.stream.Delivery;
import io.penstock.engine.stream.ReassemblyTable;
import io.penstock.engine.stream.SegmentArrival;
import io.penstock.engine.stream.TcpSegment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Reassembles the TCP streams of a capture and holds each direction against what TShark follows. */
final class StreamComparison {
    /** As many as most captures have. They are followed before it is known which there are. */
    private static final List<Integer> FIRST_STREAMS =
            IntStream.range(0, 16).boxed().toList();

    private final Path capture;
    private final List<String> listed = new ArrayList<>();
    private final List<String> unequal = new ArrayList<>();
    private int streams;
    private int directions;
    private int equal;

    private StreamComparison(Path capture) {
        this.capture = capture;
    }

    static StreamComparison of(Path capture) {
        StreamComparison comparison = new StreamComparison(capture);
        try {
            List<CapturedSegment> segments = CapturedSegment.of(capture);
            if (segments.stream().anyMatch(segment -> segment.length() > 0)) {
                comparison.compare(segments);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return comparison;
    }

    /** Streams with payload. */
    int streams() {
        return streams;
    }

    /** Their directions with payload. */
    int directions() {
        return directions;
    }

    /** Directions whose bytes equal TShark's. */
    int equal() {
        return equal;
    }

    /** A line for each direction with more than one right answer: capture, stream, sender, why, and whether it differs. */
    List<String> listed() {
        return listed;
    }

    /** A line for each direction that differs although it has one answer. */
    List<String> unequal() {
        return unequal;
    }

    private void compare(List<CapturedSegment> segments) throws IOException {
        List<String> printed = TShark.fieldsAndFollow(capture, FIRST_STREAMS, "frame.number", "tcp.stream");
        Map<Long, Integer> numbers = streamNumbers(printed);
        Map<Integer, Reassembled> all = new TreeMap<>();
        for (CapturedSegment segment : segments) {
            Integer number = numbers.get(segment.frame());
            if (number == null) {
                unequal.add(capture.getFileName() + ": frame " + segment.frame() + " is TCP to us alone");
            } else {
                all.computeIfAbsent(number, n -> new Reassembled(segment)).take(segment);
            }
        }
        all.values().removeIf(stream -> !stream.hasPayload());
        boolean areFollowed = FIRST_STREAMS.containsAll(all.keySet());
        FollowedStreams followed = new FollowedStreams(areFollowed ? printed : TShark.follow(capture, all.keySet()));
        all.forEach((number, stream) -> {
            stream.end();
            streams++;
            compare(number + " 0", stream.outbound, followed.direction(number, 0));
            compare(number + " 1", stream.inbound, followed.direction(number, 1));
        });
    }

    /** TShark's number of the stream that the outermost TCP packet of each frame belongs to. */
    private static Map<Long, Integer> streamNumbers(List<String> printed) {
        Map<Long, Integer> numbers = new HashMap<>();
        printed.stream().takeWhile(line -> !line.isEmpty()).forEach(line -> {
            String[] cells = line.split(",", -1);
            if (!cells[1].isEmpty()) {
                numbers.put(Long.parseLong(cells[0]), Integer.parseInt(cells[1]));
            }
        });
        return numbers;
    }

    private void compare(String end, ReassembledStream ours, String theirs) {
        if (ours.payloadBytes() == 0 && theirs.isEmpty()) {
            return;
        }
        directions++;
        String name = capture.getFileName() + " " + end;
        boolean same = ours.text().equals(theirs);
        equal += same ? 1 : 0;
        if (!ours.reasons().isEmpty()) {
            listed.add(name + ours.reasons() + (same ? "" : " differs"));
        } else if (!same) {
            unequal.add(name + ": ours " + ours.text() + ", TShark's " + theirs);
        }
    }

    /** One stream; outbound is the direction of the first sender. */
    private static final class Reassembled {
        final ReassembledStream outbound = new ReassembledStream();
        final ReassembledStream inbound = new ReassembledStream();
        private final ReassemblyTable table = new ReassemblyTable();
        private final FlowKey key = new FlowKey().set("capture", 4, IpProtocol.TCP, 0, 0, 0, 0, 0, 0);
        private final TcpSegment tcp = new TcpSegment();
        private final String firstSender;

        Reassembled(CapturedSegment first) {
            firstSender = first.source();
        }

        void take(CapturedSegment segment) {
            boolean out = segment.source().equals(firstSender);
            byte[] payload = segment.payload();
            tcp.set(
                    segment.sequence(),
                    segment.acknowledgement(),
                    segment.flags(),
                    segment.length(),
                    payload,
                    0,
                    payload.length,
                    segment.frame());
            Delivery delivery = table.accept(key, out, tcp, PolicySettings.DEFAULT);
            ReassembledStream.deliver(delivery, outbound, inbound);
            if (delivery.arrival() != SegmentArrival.KEEP_ALIVE) {
                // The byte of a keep-alive need not be the stream's (RFC 9293 section 3.8.4).
                (out ? outbound : inbound).look(segment);
            }
        }

        void end() {
            ReassembledStream.deliver(table.close(key), outbound, inbound);
        }

        boolean hasPayload() {
            return outbound.payloadBytes() + inbound.payloadBytes() > 0;
        }
    }
}
