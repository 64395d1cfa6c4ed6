// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Schemas evolve with defaults only. The forms of a release are written to {@code released/<release>/} when it is made, one resolved
 * schema per record, and never changed afterwards.
 */
class ReleasedFormsTest {
    private static final String RELEASE_WITHOUT_SOME_FIELDS = "filterName filterFlags providerContextType";

    static Stream<Arguments> releasedForms() {
        return SchemaForms.RELEASES.stream()
                .flatMap(release -> SchemaForms.PRESENT.stream()
                        .filter(present -> SchemaForms.released(release, present.getName()) != null)
                        .map(present -> Arguments.of(release, present.getName())));
    }

    @ParameterizedTest
    @MethodSource("releasedForms")
    void shouldReadAndBeReadByEveryReleasedForm(String release, String record) {
        Schema released = SchemaForms.released(release, record);
        Schema present = SchemaForms.present(released);
        assertCompatible(present, released);
        assertCompatible(released, present);
    }

    @Test
    void shouldKeepAFormOfEveryRecordInTheFirstRelease() {
        assertThat(releasedForms()).hasSizeGreaterThanOrEqualTo(22);
    }

    @Test
    void shouldFillFieldsThatAnEarlierReleaseDidNotHaveWithTheirDefaults() throws Exception {
        Schema earlier = without(PendedPacket.getClassSchema(), List.of(RELEASE_WITHOUT_SOME_FIELDS.split(" ")));
        PendedPacket full = (PendedPacket) RandomRecords.one(PendedPacket.getClassSchema());
        WireReader reader =
                new WireReader(fingerprint -> SchemaForms.fingerprint(earlier) == fingerprint ? earlier : null);

        PendedPacket read = reader.read(PendedPacket.class, written(earlier, full));

        assertThat(read.getPendId()).isEqualTo(full.getPendId());
        assertThat(read.getItem()).isEqualTo(full.getItem());
        assertThat(read.getProviderContext()).isEqualTo(full.getProviderContext());
        assertThat(read.getFilterName()).isEmpty();
        assertThat(read.getFilterFlags()).isZero();
        assertThat(read.getProviderContextType()).isEqualTo("FWPM_GENERAL_CONTEXT");
    }

    private static Schema without(Schema schema, List<String> names) {
        List<Schema.Field> kept = schema.getFields().stream()
                .filter(field -> !names.contains(field.name()))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList();
        return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, kept);
    }

    private static byte[] written(Schema earlier, PendedPacket record) throws IOException {
        GenericData.Record generic = new GenericData.Record(earlier);
        earlier.getFields().forEach(field -> generic.put(field.name(), value(record, field)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(SingleObject.header(SchemaForms.fingerprint(earlier)));
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<>(earlier).write(generic, encoder);
        return bytes.toByteArray();
    }

    private static Object value(PendedPacket record, Schema.Field field) {
        Object value = record.get(record.getSchema().getField(field.name()).pos());
        return field.schema().getType() == Schema.Type.ENUM
                ? new GenericData.EnumSymbol(field.schema(), value.toString())
                : value;
    }

    private static void assertCompatible(Schema reader, Schema writer) {
        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(reader, writer))
                .satisfies(result -> assertThat(result.getType()).isEqualTo(SchemaCompatibilityType.COMPATIBLE));
    }
}
