// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.session;

import io.penstock.schemas.AvroWire;
import io.penstock.schemas.SessionLease;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireFormat;
import io.penstock.stream.control.ControlWriteException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Leases on {@code penstock.leases}. A lease is renewed each time a third of it has passed, on one thread for all. */
final class KafkaSessionLeases implements SessionLeases {
    private static final int RENEWALS = 3;
    private static final int ANSWERED_WITHIN_MS = 30_000;
    private static final int REQUEST_TIMEOUT_MS = 10_000;

    private final KafkaProducer<byte[], byte[]> producer;
    private final ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("penstock-leases").factory());

    KafkaSessionLeases(Map<String, Object> clientProperties) {
        Map<String, Object> settings = new HashMap<>(clientProperties);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, ANSWERED_WITHIN_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        producer = new KafkaProducer<>(
                settings, new ByteArraySerializer(), WireFormat.of(settings).serializer());
    }

    @Override
    public Held take(String sessionKey, String writer, Lease lease) {
        byte[] key = LeaseRecords.key(sessionKey);
        byte[] value =
                AvroWire.encode(new SessionLease(sessionKey, lease.length().toMillis(), writer));
        await(new ProducerRecord<>(Topics.LEASES, key, value));
        ScheduledFuture<?> renewal = lease.renewed() ? renew(key, value, lease.length()) : null;
        return new Held() {
            @Override
            public void leave() {
                if (renewal != null) {
                    renewal.cancel(false);
                }
            }

            @Override
            public void end() {
                leave();
                await(new ProducerRecord<>(Topics.LEASES, key, null));
            }
        };
    }

    private ScheduledFuture<?> renew(byte[] key, byte[] value, Duration length) {
        long every = length.toMillis() / RENEWALS;
        return renewals.scheduleAtFixedRate(
                () -> producer.send(new ProducerRecord<>(Topics.LEASES, key, value)),
                every,
                every,
                TimeUnit.MILLISECONDS);
    }

    private void await(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (ExecutionException refused) {
            throw new ControlWriteException(
                    "the lease was not written: " + refused.getCause().getMessage(), refused.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ControlWriteException("interrupted while writing a lease", interrupted);
        }
    }

    @Override
    public void close() {
        renewals.shutdownNow();
        producer.close(Duration.ofSeconds(5));
    }
}
