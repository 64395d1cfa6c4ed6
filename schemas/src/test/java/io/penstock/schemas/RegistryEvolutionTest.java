// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

/** Records of other releases are read by the schema that the registry has for them. */
class RegistryEvolutionTest {
    private final BookOfIds registry = new BookOfIds();
    private final WireFormat format = WireFormat.registered(registry, true);
    private final Deserializer<byte[]> in = format.deserializer();

    @Test
    void shouldReadARecordOfALaterReleaseAsItsOwn() throws Exception {
        for (Schema present : SchemaForms.PRESENT) {
            SpecificRecord record = RandomRecords.one(present);
            byte[] later = written(later(present), record, "new here");

            byte[] read = in.deserialize(Topics.VERDICTS, later);

            assertThat(new WireReader().read(read)).as(present.getName()).isEqualTo(record);
            assertThat(read).as("what is stored needs no registry").isEqualTo(new WireWriter().write(record));
        }
        assertThat(registry.lookUps()).as("one for each schema").isEqualTo(SchemaForms.PRESENT.size());
        assertThat(registry.registrations()).as("by one who only reads").isZero();
    }

    @Test
    void shouldReadARecordOfAnEarlierReleaseAsItsOwn() throws Exception {
        Schema earlier = SchemaForms.released("v1", "PacketBatch");
        PacketBatch record = (PacketBatch) RandomRecords.one(PacketBatch.getClassSchema());
        PacketBatch read = new WireReader()
                .read(PacketBatch.class, in.deserialize(Topics.PACKETS, written(earlier, record, null)));
        assertThat(read.getAgent()).isEqualTo(record.getAgent());
        assertThat(read.getRows()).isEqualTo(record.getRows());
    }

    @Test
    void shouldKeepKeysOfALaterReleaseApartThoughTheyReadTheSame() {
        Schema later = later(DiscardCountKey.getClassSchema());
        SpecificRecord key = RandomRecords.one(DiscardCountKey.getClassSchema());
        byte[] one = written(later, key, "one");
        byte[] two = written(later, key, "two");
        assertThat(in.deserialize(Topics.DISCARD_COUNTS, one)).isEqualTo(in.deserialize(Topics.DISCARD_COUNTS, two));
        assertThat(format.identityOf(Topics.DISCARD_COUNTS, one))
                .isNotEqualTo(format.identityOf(Topics.DISCARD_COUNTS, two));
    }

    private static Schema later(Schema present) {
        List<Schema.Field> fields = new ArrayList<>();
        present.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(new Schema.Field("note", Schema.create(Schema.Type.STRING), "Something new.", ""));
        return Schema.createRecord(present.getName(), present.getDoc(), present.getNamespace(), false, fields);
    }

    /** A record by another schema, with the registry's id; what that one has more gets the text. */
    private byte[] written(Schema schema, SpecificRecord record, String more) {
        GenericData.Record generic = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            Schema.Field own = record.getSchema().getField(field.name());
            generic.put(field.pos(), own == null ? more : record.get(own.pos()));
        }
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(ByteBuffer.allocate(5)
                    .put((byte) 0)
                    .putInt(registry.add(schema))
                    .array());
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new GenericDatumWriter<>(schema, new GeneratedRecords()).write(generic, encoder);
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
