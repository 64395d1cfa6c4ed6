// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is counted does not hang on the order, nor on who counted which part. */
class TallyPropertyTest {
    private static final long SEED = Long.getLong("penstock.seed", 20_261_126L);
    private static final int ROUNDS = 200;

    @Test
    void shouldKeepTheSameSharesWhoeverCountsThemInWhateverOrder() {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            List<String> names = new ArrayList<>();
            int distinct = 1 + random.nextInt(60);
            for (int i = 0; i < 300; i++) {
                names.add("flow " + random.nextInt(distinct));
            }
            List<Share> one = counted(names, 1, random);
            Collections.shuffle(names, random);

            assertThat(counted(names, 1 + random.nextInt(5), random))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(one);
            for (Share share : one) {
                assertThat(share.packets()).isEqualTo(Collections.frequency(names, share.name()));
            }
        }
    }

    private static List<Share> counted(List<String> names, int parts, Random random) {
        List<ShareTally> tallies = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            tallies.add(new ShareTally(16));
        }
        names.forEach(name -> tallies.get(random.nextInt(parts)).add(name, 1, 10));
        ShareTally all = new ShareTally(16);
        tallies.forEach(all::add);
        return all.kept();
    }

    @Test
    void shouldGiveTheSameSeriesWhoeverCountsInWhateverOrder() {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            List<Long> times = new ArrayList<>();
            long span = 1L << (10 + random.nextInt(52));
            for (int i = 0; i < 200; i++) {
                times.add(random.nextLong(-span, span));
            }
            ChangeSeries one = series(times, 1, random);
            Collections.shuffle(times, random);

            assertThat(series(times, 1 + random.nextInt(5), random))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(one);
            assertThat(one.buckets().stream()
                            .mapToLong(bucket -> bucket.counts().packets())
                            .sum())
                    .isEqualTo(times.size());
        }
    }

    private static ChangeSeries series(List<Long> times, int parts, Random random) {
        List<SeriesTally> tallies = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            tallies.add(new SeriesTally());
        }
        times.forEach(time -> tallies.get(random.nextInt(parts)).add(time, Comparison.MOVED));
        SeriesTally all = new SeriesTally();
        tallies.forEach(all::add);
        return all.series();
    }

    @Test
    void shouldReadWhatItHasWritten() throws IOException {
        ChangeTally tally = new ChangeTally();
        tally.counts[Comparison.CHANGED.ordinal()] = 3;
        tally.bytes = 300;
        tally.addSource("monday", 3, 300);
        tally.series.add(1_000_000_000L, Comparison.CHANGED);
        GroupTally group =
                tally.groups.of(new GroupKey(Comparison.CHANGED, "permit", "", "", "block", "layer", "filter"));
        group.add("flow", "host", "", 100);
        group.first = new Candidate(2, 7, new PacketName.OfAgent("agent", 1, 9), 5, "tcp");

        byte[] written = written(tally);

        assertThat(written(TallyCodec.read(new DataInputStream(new ByteArrayInputStream(written)))))
                .isEqualTo(written);
    }

    private static byte[] written(ChangeTally tally) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TallyCodec.write(tally, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
