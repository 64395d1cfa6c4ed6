// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.kafka.common.utils.Utils;

/**
 * What a registry's ids stand for here. Each is looked up once and kept, so no record waits for the registry but the first of a schema that this process neither
 * writes nor has met. Thread-safe.
 */
final class RegisteredForms {
    /** A registry may hear of a schema later than its first record comes. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(30);
    /** Ids that lead nowhere are kept too, but nobody who invents them may fill the memory. */
    private static final int MOST_FORMS = 10_000;

    private final SchemaRegistry registry;
    private final Map<Integer, Form> forms = new ConcurrentHashMap<>();
    private Map<Long, byte[]> frames;

    RegisteredForms(SchemaRegistry registry) {
        this.registry = registry;
    }

    /** How a value with some id is read. */
    private sealed interface Form {
        /** Written in a form that this release has, which its fingerprint names. */
        record Known(byte[] header) implements Form {}

        /** Written by another release. */
        record Evolved(OtherRelease reader) implements Form {}

        /** No record of ours, or an id that the registry does not know; it is asked again after that time. */
        record Strange(long untilNanos) implements Form {}
    }

    /**
     * The headers of values that this process writes, by fingerprint.
     *
     * @throws SchemaRegistryException if the registry does not give the ids
     */
    synchronized Map<Long, byte[]> frames() {
        if (frames == null) {
            List<Integer> ids = registry.ids(SchemaForms.PRESENT);
            Map<Long, byte[]> found = new HashMap<>();
            for (int i = 0; i < ids.size(); i++) {
                long fingerprint = SchemaForms.fingerprint(SchemaForms.PRESENT.get(i));
                found.put(fingerprint, RegistryFrame.header(ids.get(i)));
                forms.put(ids.get(i), new Form.Known(SingleObject.header(fingerprint)));
            }
            frames = Map.copyOf(found);
        }
        return frames;
    }

    /** A framed value as {@link WireReader} takes it, in an array of its own; as it is where it is no record of ours. */
    byte[] read(String topic, ByteBuffer value) {
        return switch (form(topic, RegistryFrame.id(value))) {
            case Form.Known known -> RegistryFrame.headed(known.header(), value, RegistryFrame.HEADER_BYTES);
            case Form.Evolved evolved -> evolved.reader().read(value);
            case Form.Strange _ -> Utils.toArray(value);
        };
    }

    /** What tells a framed key from others. */
    byte[] identityOf(String topic, ByteBuffer key) {
        return switch (form(topic, RegistryFrame.id(key))) {
            case Form.Known known -> RegistryFrame.headed(known.header(), key, RegistryFrame.HEADER_BYTES);
            // Two keys of another release may read the same here, since a field that tells them apart is not read.
            case Form.Evolved _, Form.Strange _ -> Utils.toArray(key);
        };
    }

    private Form form(String topic, int id) {
        Form form = forms.get(id);
        if (form == null || form instanceof Form.Strange strange && System.nanoTime() - strange.untilNanos() >= 0) {
            form = ask(topic, id);
            if (forms.size() >= MOST_FORMS) {
                forms.values().removeIf(Form.Strange.class::isInstance);
            }
            forms.put(id, form);
        }
        return form;
    }

    private Form ask(String topic, int id) {
        Optional<Schema> written;
        try {
            written = registry.find(id);
        } catch (SchemaRegistryException silent) {
            throw new SchemaRegistryException(
                    topic + ": schema id " + id + " cannot be looked up: " + silent.getMessage(),
                    silent.isLasting(),
                    silent);
        }
        return written.map(RegisteredForms::formOf).orElseGet(RegisteredForms::strange);
    }

    private static Form formOf(Schema written) {
        long fingerprint = SchemaForms.fingerprint(written);
        if (SchemaForms.find(fingerprint) != null) {
            return new Form.Known(SingleObject.header(fingerprint));
        }
        return SchemaForms.present(written) == null ? strange() : new Form.Evolved(new OtherRelease(written));
    }

    private static Form strange() {
        return new Form.Strange(System.nanoTime() + ASK_AGAIN.toNanos());
    }

    /** Reads records of a form that another release writes. What it gives can be stored: it is read again without the registry. */
    private static final class OtherRelease {
        private final byte[] header;
        private final WireReader reader;
        private final WireWriter writer = new WireWriter();

        OtherRelease(Schema written) {
            header = SingleObject.header(SchemaForms.fingerprint(written));
            reader = new WireReader(fingerprint -> written);
        }

        synchronized byte[] read(ByteBuffer value) {
            try {
                return writer.write(reader.read(RegistryFrame.headed(header, value, RegistryFrame.HEADER_BYTES)));
            } catch (WireException bad) {
                // Whoever reads it says so, and does with it what is done with such records there.
                return Utils.toArray(value);
            }
        }
    }
}
