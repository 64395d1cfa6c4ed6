// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * How records are framed on topics: as {@link WireWriter} writes them, or with the ids of a schema registry. Inside of a process, in its stores too, they have the
 * first form always; with a registry, the serdes of its Kafka clients change one header for the other. Immutable and thread-safe.
 */
public final class WireFormat {
    /** Under this name it stands among the settings that every Kafka client of a process gets; the clients do not use it. */
    public static final String SETTING = "penstock.wire.format";

    private static final WireFormat BUILT_IN = new WireFormat(null, false);

    private final RegisteredForms forms;
    private final boolean writes;

    private WireFormat(RegisteredForms forms, boolean writes) {
        this.forms = forms;
        this.writes = writes;
    }

    /**
     * With a registry.
     *
     * @param writes whether values are written with its ids; they are read with and without in any case
     */
    public static WireFormat registered(SchemaRegistry registry, boolean writes) {
        return new WireFormat(new RegisteredForms(registry), writes);
    }

    /** That of a process, from the settings that its Kafka clients get; without a registry where they name none. */
    public static WireFormat of(Map<String, ?> client) {
        return client.get(SETTING) instanceof WireFormat format ? format : BUILT_IN;
    }

    /**
     * Writes what {@link WireWriter} wrote; other bytes stay as they are. Thread-safe.
     *
     * @throws SchemaRegistryException if the ids of our schemas cannot be had, which is asked the first time only
     */
    public Serializer<byte[]> serializer() {
        return writes ? new RegistrySerializer(forms.frames()) : new ByteArraySerializer();
    }

    /**
     * Reads what {@link WireReader} takes. A record of a schema that this release does not have comes in its present form; what is no record of ours, or has an id
     * that the registry does not know, stays as it is. Thread-safe. Throws {@link SchemaRegistryException} where an unknown id cannot be looked up, and without a
     * registry for a record of ours that was written with one.
     */
    public Deserializer<byte[]> deserializer() {
        return forms == null ? new BuiltInDeserializer() : new RegistryDeserializer(forms);
    }

    /**
     * What tells a key from others: the same bytes for a key of a form that this release has, however it is framed, and its own bytes for any other.
     *
     * @throws SchemaRegistryException if an unknown id cannot be looked up
     */
    public byte[] identityOf(String topic, byte[] key) {
        return forms != null && RegistryFrame.isFramed(key) ? forms.identityOf(topic, ByteBuffer.wrap(key)) : key;
    }
}
