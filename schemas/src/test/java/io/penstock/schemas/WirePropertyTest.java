// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.schemas.WireException.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class WirePropertyTest {
    private final WireWriter writer = new WireWriter();
    private final WireReader reader = new WireReader();

    @Test
    void shouldReadBackWhatWasWritten() {
        RandomRecords.ofEveryKind(50)
                .forEach(record -> assertThat(read(writer.write(record))).isEqualTo(record));
    }

    @Test
    void shouldWriteWhatAvrosOwnEncoderWrites() {
        RandomRecords.ofEveryKind(5)
                .forEach(record -> assertThat(writer.write(record)).isEqualTo(avros(record)));
    }

    @Test
    void shouldRefuseEveryRecordThatIsCut() {
        RandomRecords.ofEveryKind(3).forEach(record -> {
            byte[] whole = writer.write(record);
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> reader.read(cut))
                        .as("%s cut at %d", record, length)
                        .isInstanceOf(WireException.class);
            }
        });
    }

    @Test
    void shouldGiveARecordOrAWireExceptionForAnyBytes() {
        Random random = new Random(RandomRecords.SEED);
        RandomRecords.ofEveryKind(40).forEach(record -> {
            byte[] bytes = writer.write(record);
            for (int change = 0; change < 20; change++) {
                bytes[SingleObject.HEADER_BYTES + random.nextInt(bytes.length - SingleObject.HEADER_BYTES)] =
                        (byte) random.nextInt();
                readOrRefuse(bytes);
            }
            byte[] noise = Arrays.copyOf(bytes, SingleObject.HEADER_BYTES + random.nextInt(200));
            for (int at = SingleObject.HEADER_BYTES; at < noise.length; at++) {
                noise[at] = (byte) random.nextInt();
            }
            readOrRefuse(noise);
        });
    }

    @Test
    void shouldNameWhatItFound() {
        byte[] heartbeat = writer.write(RandomRecords.one(AgentStatus.getClassSchema()));
        assertRefused(null, Fault.TOO_SHORT, "no value");
        assertRefused(new byte[3], Fault.TOO_SHORT, "3 bytes, 10 needed for the header");
        assertRefused(new byte[20], Fault.NO_MARKER, "marker 0000 instead of c301");
        byte[] strange = heartbeat.clone();
        Arrays.fill(strange, 2, 10, (byte) 0x11);
        assertRefused(strange, Fault.UNKNOWN_SCHEMA, "unknown schema fingerprint 1111111111111111");
        byte[] longer = Arrays.copyOf(heartbeat, heartbeat.length + 2);
        assertRefused(
                longer, Fault.TRAILING_BYTES, "AgentStatus: 2 bytes behind the record, from byte " + heartbeat.length);
        byte[] liar = Arrays.copyOf(heartbeat, 16);
        // A string of 2 GiB - 1.
        System.arraycopy(new byte[] {-2, -1, -1, -1, 15, 0}, 0, liar, 10, 6);
        assertRefused(liar, Fault.OVERSIZED, "AgentStatus: string length 2147483647 at byte 10, 1 bytes left");
    }

    @Test
    void shouldRefuseARecordOfAnotherKind() {
        byte[] heartbeat = writer.write(RandomRecords.one(AgentStatus.getClassSchema()));
        assertThatThrownBy(() -> AvroWire.decode(Completion.class, heartbeat))
                .isInstanceOf(WireException.class)
                .hasMessage("a AgentStatus where a Completion belongs");
    }

    @Test
    void shouldReadBytesInPlace() throws WireException {
        byte[] value = writer.write(RandomRecords.one(PacketBatch.getClassSchema()));
        PacketBatch batch = reader.read(PacketBatch.class, value);
        assertThat(batch.getRows().array()).isSameAs(value);
    }

    private void assertRefused(byte[] value, Fault fault, String message) {
        assertThatThrownBy(() -> reader.read(value)).isInstanceOfSatisfying(WireException.class, refusal -> {
            assertThat(refusal.fault()).isEqualTo(fault);
            assertThat(refusal).hasMessage(message);
        });
    }

    private SpecificRecord read(byte[] value) {
        try {
            return reader.read(value);
        } catch (WireException refused) {
            throw new AssertionError(refused);
        }
    }

    private void readOrRefuse(byte[] value) {
        try {
            assertThat(reader.read(value)).isNotNull();
        } catch (WireException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static byte[] avros(SpecificRecord record) {
        try {
            ByteBuffer bytes =
                    new BinaryMessageEncoder<SpecificRecord>(new GeneratedRecords(), record.getSchema()).encode(record);
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
