// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.common.serialization.Serializer;

/** Puts the registry's id in the place of a fingerprint. Thread-safe. */
final class RegistrySerializer implements Serializer<byte[]> {
    private final Map<Long, byte[]> frames;

    /** @param frames headers with the registry's ids, by fingerprint */
    RegistrySerializer(Map<Long, byte[]> frames) {
        this.frames = frames;
    }

    @Override
    public byte[] serialize(String topic, byte[] value) {
        if (value == null || value.length < SingleObject.HEADER_BYTES || !SingleObject.isMarked(value)) {
            return value;
        }
        byte[] frame = frames.get(SingleObject.fingerprint(value));
        return frame == null ? value : RegistryFrame.headed(frame, ByteBuffer.wrap(value), SingleObject.HEADER_BYTES);
    }
}
