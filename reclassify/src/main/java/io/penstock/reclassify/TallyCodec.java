// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes down what is known of a part, and reads it again. Read by the build that wrote it alone. */
final class TallyCodec {
    private static final int FORM = 2;

    private TallyCodec() {}

    static void write(ChangeTally tally, DataOutputStream out) throws IOException {
        out.writeInt(FORM);
        for (long count : tally.counts) {
            out.writeLong(count);
        }
        out.writeLong(tally.bytes);
        out.writeInt(tally.sources.size());
        for (Map.Entry<String, long[]> source : tally.sources.entrySet()) {
            text(out, source.getKey());
            out.writeLong(source.getValue()[0]);
            out.writeLong(source.getValue()[1]);
        }
        tally.oldAnswers.write(out);
        tally.newAnswers.write(out);
        write(tally.series.series(), out);
        List<Map.Entry<GroupKey, GroupTally>> groups = new ArrayList<>();
        tally.groups.forEach((key, group) -> groups.add(Map.entry(key, group)));
        out.writeInt(groups.size());
        for (Map.Entry<GroupKey, GroupTally> group : groups) {
            write(group.getKey(), out);
            write(group.getValue(), out);
        }
    }

    static ChangeTally read(DataInputStream in) throws IOException {
        if (in.readInt() != FORM) {
            throw new IOException("results of another build; begin with an empty folder");
        }
        ChangeTally tally = new ChangeTally();
        for (int i = 0; i < tally.counts.length; i++) {
            tally.counts[i] = in.readLong();
        }
        tally.bytes = in.readLong();
        for (int left = in.readInt(); left > 0; left--) {
            tally.addSource(text(in), in.readLong(), in.readLong());
        }
        tally.oldAnswers.read(in);
        tally.newAnswers.read(in);
        tally.series.add(series(in));
        for (int left = in.readInt(); left > 0; left--) {
            read(in, tally.groups.of(key(in)));
        }
        return tally;
    }

    private static void write(ChangeSeries series, DataOutputStream out) throws IOException {
        out.writeLong(series.widthNanos());
        out.writeInt(series.buckets().size());
        for (ChangeSeries.Bucket bucket : series.buckets()) {
            out.writeLong(bucket.startNanos());
            out.writeLong(bucket.counts().unchanged());
            out.writeLong(bucket.counts().moved());
            out.writeLong(bucket.counts().changed());
            out.writeLong(bucket.counts().unknown());
        }
    }

    private static ChangeSeries series(DataInputStream in) throws IOException {
        long width = in.readLong();
        List<ChangeSeries.Bucket> buckets = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            buckets.add(new ChangeSeries.Bucket(
                    in.readLong(), ComparisonCounts.of(in.readLong(), in.readLong(), in.readLong(), in.readLong())));
        }
        return new ChangeSeries(width, buckets);
    }

    private static void write(GroupKey key, DataOutputStream out) throws IOException {
        out.writeByte(key.comparison().ordinal());
        for (String part : List.of(
                key.fromAction(), key.fromLayer(), key.fromFilter(), key.toAction(), key.toLayer(), key.toFilter())) {
            text(out, part);
        }
    }

    private static GroupKey key(DataInputStream in) throws IOException {
        return new GroupKey(
                Comparison.values()[in.readByte()], text(in), text(in), text(in), text(in), text(in), text(in));
    }

    private static void write(GroupTally group, DataOutputStream out) throws IOException {
        out.writeLong(group.packets);
        out.writeLong(group.bytes);
        out.writeInt(group.first.part());
        out.writeLong(group.first.ordinal());
        write(group.first.name(), out);
        out.writeLong(group.first.timeNanos());
        text(out, group.first.text());
        for (ShareTally shares : List.of(group.flows, group.hosts, group.applications)) {
            List<Share> kept = shares.kept();
            out.writeInt(kept.size());
            for (Share share : kept) {
                text(out, share.name());
                out.writeLong(share.packets());
                out.writeLong(share.bytes());
            }
        }
    }

    private static void read(DataInputStream in, GroupTally group) throws IOException {
        group.packets = in.readLong();
        group.bytes = in.readLong();
        group.first = new Candidate(in.readInt(), in.readLong(), name(in), in.readLong(), text(in));
        for (ShareTally shares : List.of(group.flows, group.hosts, group.applications)) {
            for (int left = in.readInt(); left > 0; left--) {
                shares.add(text(in), in.readLong(), in.readLong());
            }
        }
    }

    private static void write(PacketName name, DataOutputStream out) throws IOException {
        switch (name) {
            case PacketName.OfFile(String file, long number) -> {
                out.writeBoolean(true);
                text(out, file);
                out.writeLong(number);
            }
            case PacketName.OfAgent(String agent, long incarnation, long sequence) -> {
                out.writeBoolean(false);
                text(out, agent);
                out.writeLong(incarnation);
                out.writeLong(sequence);
            }
        }
    }

    private static PacketName name(DataInputStream in) throws IOException {
        return in.readBoolean()
                ? new PacketName.OfFile(text(in), in.readLong())
                : new PacketName.OfAgent(text(in), in.readLong(), in.readLong());
    }

    static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String text(DataInputStream in) throws IOException {
        byte[] bytes = in.readNBytes(in.readInt());
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
