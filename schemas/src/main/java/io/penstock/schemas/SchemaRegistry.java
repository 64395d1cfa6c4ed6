// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** Keeps schemas under ids that its readers and writers agree on. Thread-safe. */
public interface SchemaRegistry {
    /**
     * The ids of schemas, which are registered where they are not yet and that is allowed.
     *
     * @return one for each, 1 and up, in the same order
     * @throws SchemaRegistryException if it does not answer in time, or refuses one
     */
    List<Integer> ids(List<Schema> schemas);

    /**
     * The schema of an id; empty where the registry has none, or one that is no Avro schema.
     *
     * @throws SchemaRegistryException if it does not answer in time, or refuses
     */
    Optional<Schema> find(int id);
}
