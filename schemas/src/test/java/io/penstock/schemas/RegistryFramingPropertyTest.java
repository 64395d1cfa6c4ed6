// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.schemas.WireException.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ByteBufferInputStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

/** Values that name their schema by a registry's id are as Confluent's clients have them, and are read whatever their bytes are. */
class RegistryFramingPropertyTest {
    private static final String TOPIC = Topics.PACKETS;

    private final BookOfIds registry = new BookOfIds();
    private final WireFormat format = WireFormat.registered(registry, true);
    private final Serializer<byte[]> out = format.serializer();
    private final Deserializer<byte[]> in = format.deserializer();
    private final WireWriter writer = new WireWriter();
    private final WireReader reader = new WireReader();

    @Test
    void shouldReadBackWhatWasWrittenWithAnId() {
        RandomRecords.ofEveryKind(30).forEach(record -> {
            byte[] single = writer.write(record);
            byte[] framed = out.serialize(TOPIC, single);
            assertThat(in.deserialize(TOPIC, framed)).isEqualTo(single);
            assertThat(in.deserialize(TOPIC, new RecordHeaders(), inside(framed)))
                    .as("as consumers hand it over")
                    .isEqualTo(single);
            assertThat(read(framed)).isEqualTo(record);
        });
        assertThat(registry.registrations()).as("times that ids were asked for").isEqualTo(1);
        assertThat(registry.lookUps()).as("look-ups of known ids").isZero();
    }

    @Test
    void shouldBeReadByAnyAvroReaderThatHasTheRegistry() {
        RandomRecords.ofEveryKind(5).forEach(record -> {
            ByteBuffer framed = ByteBuffer.wrap(out.serialize(TOPIC, writer.write(record)));
            assertThat(framed.get()).as("magic byte").isZero();
            Schema schema = registry.get(framed.getInt());
            assertThat(generic(schema, framed)).hasToString(record.toString());
        });
    }

    @Test
    void shouldReadWhatWasWrittenBeforeThereWasARegistry() {
        RandomRecords.ofEveryKind(3)
                .forEach(record -> assertThat(read(writer.write(record))).isEqualTo(record));
    }

    @Test
    void shouldOnlyReadWithIdsWhereItIsToldToWriteWithout() {
        BookOfIds book = new BookOfIds();
        WireFormat reading = WireFormat.registered(book, false);
        byte[] single = writer.write(RandomRecords.one(AgentStatus.getClassSchema()));
        assertThat(reading.serializer().serialize(TOPIC, single)).isSameAs(single);
        assertThat(book.registrations()).isZero();
        book.add(AgentStatus.getClassSchema());
        byte[] framed =
                RegistryFrame.headed(RegistryFrame.header(1), ByteBuffer.wrap(single), SingleObject.HEADER_BYTES);
        assertThat(reading.deserializer().deserialize(TOPIC, framed)).isEqualTo(single);
    }

    @Test
    void shouldGiveARecordOrAWireExceptionForEveryCut() {
        RandomRecords.ofEveryKind(2).forEach(record -> {
            byte[] whole = out.serialize(TOPIC, writer.write(record));
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> reader.read(in.deserialize(TOPIC, cut)))
                        .as("%s cut at %d", record, length)
                        .isInstanceOf(WireException.class);
            }
        });
        assertThat(registry.lookUps()).isZero();
    }

    @Test
    void shouldGiveARecordOrAWireExceptionForAnyBytes() {
        Random random = new Random(RandomRecords.SEED);
        RandomRecords.ofEveryKind(20).forEach(record -> {
            byte[] bytes = out.serialize(TOPIC, writer.write(record));
            for (int change = 0; change < 20; change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                readOrRefuse(bytes);
            }
        });
    }

    @Test
    void shouldAskOnceForAnIdThatLeadsNowhereAndNameIt() {
        byte[] strange = ByteBuffer.allocate(40).put((byte) 0).putInt(4711).array();
        for (int time = 0; time < 3; time++) {
            assertThat(in.deserialize(TOPIC, strange)).isEqualTo(strange);
        }
        assertThat(registry.lookUps()).isEqualTo(1);
        assertThatThrownBy(() -> reader.read(strange))
                .isInstanceOfSatisfying(
                        WireException.class,
                        refused -> assertThat(refused.fault()).isEqualTo(Fault.UNKNOWN_SCHEMA))
                .hasMessageContaining("schema id 4711")
                .hasMessageContaining("schema.registry.url");
    }

    @Test
    void shouldPassRecordsOfOthersByWhateverTheRegistryKnowsOfThem() {
        int id = registry.add(new Schema.Parser().parse("""
            {"type": "record", "name": "org.example.Other", "fields": [{"name": "text", "type": "string"}]}\
            """));
        byte[] other = ByteBuffer.allocate(40).put((byte) 0).putInt(id).array();
        assertThat(in.deserialize(TOPIC, other)).isEqualTo(other);
    }

    @Test
    void shouldGoOnWithTheIdsItHasWhileTheRegistryIsAway() throws Exception {
        SpecificRecord record = RandomRecords.one(PacketBatch.getClassSchema());
        byte[] framed = out.serialize(TOPIC, writer.write(record));
        registry.goAway(true);
        assertThat(format.serializer().serialize(TOPIC, writer.write(record))).isEqualTo(framed);
        assertThat(reader.read(in.deserialize(TOPIC, framed))).isEqualTo(record);

        byte[] news = ByteBuffer.allocate(40).put((byte) 0).putInt(4711).array();
        assertThatThrownBy(() -> in.deserialize(TOPIC, news))
                .isInstanceOf(SchemaRegistryException.class)
                .hasMessage("penstock.packets: schema id 4711 cannot be looked up: "
                        + "the schema registry at http://away does not answer");
        registry.goAway(false);
        assertThat(in.deserialize(TOPIC, news)).as("once it is back").isEqualTo(news);
    }

    @Test
    void shouldWriteNothingWhereTheIdsCannotBeHad() {
        BookOfIds gone = new BookOfIds();
        gone.goAway(true);
        WireFormat without = WireFormat.registered(gone, true);
        assertThatThrownBy(without::serializer).isInstanceOf(SchemaRegistryException.class);
        gone.goAway(false);
        assertThat(without.serializer()).as("asked again").isNotNull();
    }

    @Test
    void shouldLeaveAloneWhatIsNoRecord() {
        byte[] text = "active/default".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] origin = {0, 0, 0, 3};
        for (byte[] each : new byte[][] {text, origin, {}, {0}, null}) {
            assertThat(out.serialize(TOPIC, each)).isSameAs(each);
            assertThat(in.deserialize(TOPIC, each)).isSameAs(each);
        }
        assertThat(in.deserialize(TOPIC, new RecordHeaders(), (ByteBuffer) null))
                .isNull();
    }

    @Test
    void shouldStopWithoutARegistryAtARecordThatNeedsOneButNotAtNoise() {
        Deserializer<byte[]> without = WireFormat.of(Map.of()).deserializer();
        byte[] framed = out.serialize(TOPIC, writer.write(RandomRecords.one(PacketBatch.getClassSchema())));
        assertThatThrownBy(() -> without.deserialize(TOPIC, framed))
                .isInstanceOfSatisfying(
                        SchemaRegistryException.class,
                        stop -> assertThat(stop.isLasting()).isTrue())
                .hasMessageContaining(TOPIC)
                .hasMessageContaining("set schema.registry.url");
        Random random = new Random(RandomRecords.SEED);
        for (int i = 0; i < 1_000; i++) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            if (noise.length > 0) {
                noise[0] = 0;
            }
            assertThat(without.deserialize(TOPIC, noise))
                    .as("seed %d, noise %d", RandomRecords.SEED, i)
                    .isSameAs(noise);
        }
    }

    @Test
    void shouldTellKeysApartByTheirFormAndNotByTheirFraming() {
        byte[] single = writer.write(RandomRecords.one(DiscardCountKey.getClassSchema()));
        byte[] framed = out.serialize(Topics.DISCARD_COUNTS, single);
        assertThat(format.identityOf(Topics.DISCARD_COUNTS, framed)).isEqualTo(single);
        assertThat(format.identityOf(Topics.DISCARD_COUNTS, single)).isEqualTo(single);
    }

    private SpecificRecord read(byte[] value) {
        try {
            return reader.read(in.deserialize(TOPIC, value));
        } catch (WireException refused) {
            throw new AssertionError(refused);
        }
    }

    private void readOrRefuse(byte[] value) {
        try {
            assertThat(reader.read(in.deserialize(TOPIC, value))).isNotNull();
        } catch (WireException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    /** A consumer's buffer, of which a value is a part. */
    private static ByteBuffer inside(byte[] value) {
        ByteBuffer fetched =
                ByteBuffer.allocate(value.length + 20).position(7).put(value).flip();
        return fetched.position(7);
    }

    private static GenericRecord generic(Schema schema, ByteBuffer body) {
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(new ByteBufferInputStream(List.of(body)), null);
        try {
            GenericRecord record = new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
            assertThat(decoder.isEnd()).as("the record is all there is").isTrue();
            return record;
        } catch (IOException bad) {
            throw new AssertionError(bad);
        }
    }
}
