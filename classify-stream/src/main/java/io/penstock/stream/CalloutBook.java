// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutFlag;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.callout.RegistrationStatus;
import io.penstock.engine.classify.FilterEngine;
import io.penstock.schemas.AvroWire;
import io.penstock.schemas.CalloutMode;
import io.penstock.schemas.CalloutRegistered;
import io.penstock.schemas.WireException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Which callouts are registered at this point of the log, and the code of those that answer in this process.
 *
 * <p>An inline callout whose code is not in this process has no run-time object here, whatever the log says.
 */
final class CalloutBook {
    private final Map<String, Callout> inProcess;
    private final ClassifyMetrics metrics;
    private final CalloutRegistry registry = new CalloutRegistry();
    private final Map<String, byte[]> dirty = new LinkedHashMap<>();
    /** Replaced when it changes, so that other threads may look. */
    private Set<String> outOfBand = Set.of();

    CalloutBook(Map<String, Callout> inProcess, ClassifyMetrics metrics) {
        this.inProcess = Map.copyOf(inProcess);
        this.metrics = metrics;
    }

    /** Callouts that are registered out of band; never changes once it is given out. */
    Set<String> outOfBand() {
        return outOfBand;
    }

    CalloutRegistry registry() {
        return registry;
    }

    /** Applies a control record. What is taken away while something of it is open is asked nothing new, and goes once it has ended. */
    void apply(CalloutRegistered record, FilterEngine engine) {
        String key = record.getCalloutKey();
        if (record.getRegistered()) {
            enter(record);
            dirty.put(key, AvroWire.encode(record));
        } else {
            boolean busy = engine.unregister(key) == RegistrationStatus.STATUS_DEVICE_BUSY;
            dirty.put(key, busy ? AvroWire.encode(record) : null);
            noteOutOfBand(key, false);
        }
    }

    /** Takes those away that were only waiting for what was open. */
    void dismiss(FilterEngine engine) {
        for (String key : registry.leaving()) {
            if (engine.unregister(key) == RegistrationStatus.STATUS_SUCCESS) {
                dirty.put(key, null);
                noteOutOfBand(key, false);
            }
        }
    }

    void restore(byte[] value) {
        try {
            enter(AvroWire.decode(CalloutRegistered.class, value));
        } catch (WireException damaged) {
            throw new IllegalStateException("a stored registration cannot be read: " + damaged.getMessage(), damaged);
        }
    }

    void drainDirty(BiConsumer<byte[], byte[]> store) {
        dirty.forEach((key, value) -> store.accept(key.getBytes(StandardCharsets.UTF_8), value));
        dirty.clear();
    }

    private void noteOutOfBand(String key, boolean registered) {
        if (outOfBand.contains(key) == registered) {
            return;
        }
        Set<String> changed = new TreeSet<>(outOfBand);
        if (registered) {
            changed.add(key);
            metrics.registered(key);
        } else {
            changed.remove(key);
        }
        outOfBand = Set.copyOf(changed);
    }

    private void enter(CalloutRegistered record) {
        String key = record.getCalloutKey();
        boolean away = record.getMode() == CalloutMode.OUT_OF_BAND;
        Callout code = away ? null : inProcess.get(key);
        if (away) {
            // One that is leaving may have pends open.
            metrics.callout(key);
        }
        noteOutOfBand(key, away && record.getRegistered());
        if (!away && code == null) {
            registry.unregister(key);
            return;
        }
        registry.replace(new CalloutRegistration(
                key,
                away
                        ? io.penstock.engine.callout.CalloutMode.OUT_OF_BAND
                        : io.penstock.engine.callout.CalloutMode.INLINE,
                record.getOrdered(),
                record.getPendTimeoutMs(),
                code,
                code == null ? CalloutFlag.of(record.getFlags()) : code.flags(),
                code == null ? record.getEditsStreams() : code.editsStreams()));
        if (!record.getRegistered()) {
            registry.leave(key);
        }
    }
}
