// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.counts;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.schemas.AvroWire;
import io.penstock.schemas.Direction;
import io.penstock.schemas.Discard;
import io.penstock.schemas.DiscardBatch;
import io.penstock.schemas.DiscardCause;
import io.penstock.schemas.DiscardCountKey;
import io.penstock.schemas.DiscardCountValue;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Windows recorded, in the sums beside our own. */
class ImportedDiscardsTest {
    private static final Instant PUBLISHED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant RECORDED = Instant.parse("2025-06-01T12:00:00Z");
    private static final String LOG = "windows:Security";

    private final Map<String, Long> sums = new TreeMap<>();
    private TopologyTestDriver driver;

    @BeforeEach
    void start() {
        Topology topology = new Topology();
        DiscardCounting.addTo(
                topology,
                Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(DiscardCounting.storeName()), Serdes.Bytes(), Serdes.ByteArray()),
                Duration.ofMinutes(1),
                WireFormat.of(Map.of()));
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        driver = new TopologyTestDriver(topology, properties, PUBLISHED);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    @SpecRule("11 P13")
    void shouldCountAnEventOnceHoweverOftenItIsImported() throws WireException {
        publish("pc", LOG, RECORDED, 1, 2, 3);
        publish("pc", LOG, RECORDED, 1, 2, 3);
        publish("pc", LOG, RECORDED, 3, 4, 4);

        assertThat(sums).containsExactly(Map.entry("pc windows:Security", 4L));
    }

    @Test
    void shouldCountApartWhatHostLogDayOrSourceTellApart() throws WireException {
        publish("pc", LOG, RECORDED, 1);
        publish("pc", "windows:netevents", RECORDED, 1);
        publish("laptop", LOG, RECORDED, 1);
        publish("pc", LOG, RECORDED.plus(Duration.ofDays(1)), 1);
        publish("pc", "", RECORDED, 1, 1);

        assertThat(sums)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "pc windows:Security", 2L,
                        "pc windows:netevents", 1L,
                        "laptop windows:Security", 1L,
                        "pc ", 2L));
    }

    @Test
    void shouldTellWindowsFiltersByTheirOrigin() throws WireException {
        publish("pc", LOG, RECORDED, 1);

        TestRecord<byte[], byte[]> made = counts.getFirst();
        DiscardCountKey key = (DiscardCountKey) AvroWire.decode(made.key());
        assertThat(key.getFilterOrigin()).isEqualTo("Stealth");
        assertThat(key.getFilterId()).isEqualTo(70_001);
        assertThat(key.getFilter()).isNull();
        assertThat(key.getPolicyVersion()).isEmpty();
    }

    @Test
    void shouldLeaveOurOwnSumsAloneWhereALogIsNewerOrOlder() throws WireException {
        publish("pc", "", RECORDED, 1);
        publish("pc", LOG, RECORDED.plus(Duration.ofDays(60)), 1);
        publish("pc", LOG, RECORDED, 2);
        publish("pc", "", RECORDED, 2);

        assertThat(sums).containsExactlyInAnyOrderEntriesOf(Map.of("pc windows:Security", 2L, "pc ", 2L));
    }

    @Test
    void shouldKeepAYearBehindTheLatestEventAndCountNothingOlder() throws WireException {
        publish("pc", LOG, RECORDED.minus(Duration.ofDays(400)), 1);
        publish("pc", LOG, RECORDED.minus(Duration.ofDays(300)), 2);
        publish("pc", LOG, RECORDED, 3);
        assertThat(stored()).isEqualTo(4);

        publish("pc", LOG, RECORDED.minus(Duration.ofDays(400)), 1);
        publish("pc", LOG, RECORDED.minus(Duration.ofDays(300)), 2);

        assertThat(sums).containsExactly(Map.entry("pc windows:Security", 3L));
    }

    @Test
    void shouldLetAClockThatIsWrongCloseNothing() throws WireException {
        publish("pc", LOG, PUBLISHED.plus(Duration.ofDays(4000)), 1);
        publish("pc", LOG, RECORDED, 2);
        publish("pc", LOG, PUBLISHED.plus(Duration.ofDays(4000)), 1);

        assertThat(sums).containsExactly(Map.entry("pc windows:Security", 2L));
    }

    @Test
    void shouldFindTheLatestWindowAgainAfterARestart() {
        var store = Stores.inMemoryKeyValueStore("sums").get();
        CountDomain domain = new CountDomain("pc", LOG);
        long now = nanos(PUBLISHED);
        DiscardCountKey key = new DiscardCountKey(
                nanos(RECORDED), 60L, "pc", "", "", "", "", null, null, "", Direction.INBOUND, 4, 0L, LOG, "", 0L);
        new DiscardSums(store).add(key, new DiscardCountValue(1L, 0L, 1L, 0L), now, 0);

        DiscardSums restarted = new DiscardSums(store);

        assertThat(restarted.isClosed(domain, nanos(RECORDED.minus(Duration.ofDays(366))), now))
                .isTrue();
        assertThat(restarted.isClosed(domain, nanos(RECORDED.minus(Duration.ofDays(364))), now))
                .isFalse();
        assertThat(restarted.isClosed(new CountDomain("pc", ""), 0, now)).isFalse();
    }

    private final List<TestRecord<byte[], byte[]>> counts = new ArrayList<>();

    /** Publishes a batch, and adds what it changed to the sums by host and source. */
    private void publish(String host, String source, Instant time, long... numbers) throws WireException {
        DiscardCause cause = new DiscardCause(
                "GENERAL",
                "FWPS_DISCARD_FIREWALL_POLICY",
                "",
                "FWPM_LAYER_INBOUND_TRANSPORT_V4_DISCARD",
                "",
                null,
                null,
                70_001L,
                null,
                "Stealth");
        List<Discard> discards = LongStream.of(numbers)
                .mapToObj(number -> new Discard(
                        0,
                        number,
                        nanos(time),
                        0,
                        1,
                        0L,
                        Direction.INBOUND,
                        4,
                        6,
                        "10.0.0.1",
                        "10.0.0.2",
                        135,
                        40_000,
                        0L,
                        0,
                        null))
                .toList();
        DiscardBatch batch = new DiscardBatch(
                "import", host, 0L, source, 0, 0L, "", 0L, List.of(cause), new ArrayList<>(discards), source);
        driver.createInputTopic(Topics.DISCARDS, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(null, AvroWire.encode(batch), PUBLISHED));
        List<TestRecord<byte[], byte[]>> made = driver.createOutputTopic(
                        Topics.DISCARD_COUNTS, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
        counts.addAll(made);
        sums.clear();
        Map<Bytes, TestRecord<byte[], byte[]>> latest = new TreeMap<>();
        counts.forEach(one -> latest.put(Bytes.wrap(one.key()), one));
        for (TestRecord<byte[], byte[]> one : latest.values()) {
            DiscardCountKey key = (DiscardCountKey) AvroWire.decode(one.key());
            DiscardCountValue sum = (DiscardCountValue) AvroWire.decode(one.value());
            sums.merge(key.getHost() + ' ' + key.getSource(), sum.getPackets(), Long::sum);
        }
    }

    private int stored() {
        int entries = 0;
        try (KeyValueIterator<Bytes, byte[]> all = driver.<Bytes, byte[]>getKeyValueStore(DiscardCounting.storeName())
                .all()) {
            while (all.hasNext()) {
                all.next();
                entries++;
            }
        }
        return entries;
    }

    private static long nanos(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond());
    }
}
