// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;

/** Puts a fingerprint in the place of the registry's id; what is written without one passes. Thread-safe. */
final class RegistryDeserializer implements Deserializer<byte[]> {
    private final RegisteredForms forms;

    RegistryDeserializer(RegisteredForms forms) {
        this.forms = forms;
    }

    @Override
    public byte[] deserialize(String topic, byte[] value) {
        return value == null || !RegistryFrame.isFramed(value) ? value : forms.read(topic, ByteBuffer.wrap(value));
    }

    /** As consumers call it: the bytes are copied once, as they would be without a registry. */
    @Override
    public byte[] deserialize(String topic, Headers headers, ByteBuffer value) {
        return value == null || !RegistryFrame.isFramed(value)
                ? Utils.toNullableArray(value)
                : forms.read(topic, value);
    }
}
