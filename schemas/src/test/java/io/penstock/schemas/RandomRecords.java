// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;

/** Records of every kind with random contents, the same for the same seed. */
final class RandomRecords {
    static final long SEED = Long.getLong("penstock.schemas.seed", 20_260_101L);

    private RandomRecords() {}

    static List<SpecificRecord> of(Schema schema, int count) {
        Iterable<Object> records = new RandomData(new GeneratedRecords(), schema, count, SEED, true);
        return StreamSupport.stream(records.spliterator(), false)
                .map(SpecificRecord.class::cast)
                .toList();
    }

    static Stream<SpecificRecord> ofEveryKind(int count) {
        System.out.println("penstock.schemas.seed=" + SEED);
        return SchemaForms.PRESENT.stream().flatMap(schema -> of(schema, count).stream());
    }

    static SpecificRecord one(Schema schema) {
        Iterator<SpecificRecord> records = of(schema, 1).iterator();
        return records.next();
    }
}
