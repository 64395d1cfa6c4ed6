// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import java.time.Duration;
import java.util.Map;

/**
 * Settings of one worker process.
 *
 * @param client bootstrap servers, TLS, SASL: what every Kafka client here gets
 * @param worker name of this worker, unique among those that run
 * @param concurrency callout instances that decide at the same time, 1 to 1024
 * @param batch pended packets taken at a time, 1 to 1000; those not decided yet keep them from other workers
 * @param lock how long a packet is this worker's before another gets it; brokers refuse less than their minimum (15 s unless they say
 *     otherwise), and it must be below half of the pend's deadline. A packet that takes longer is renewed
 * @param lingerMs milliseconds that completions wait for others once they are packed, 0 to 100; added to every pend
 */
public record WorkerConfig(
        Map<String, Object> client, String worker, int concurrency, int batch, Duration lock, int lingerMs) {
    /** How often a worker says that it is alive. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(2);

    private static final Duration SHORTEST_LOCK = Duration.ofSeconds(1);

    public WorkerConfig {
        client = Map.copyOf(client);
        range("concurrency", concurrency, 1, 1024);
        range("batch", batch, 1, 1000);
        range("lingerMs", lingerMs, 0, 100);
        if (lock.compareTo(SHORTEST_LOCK) < 0) {
            throw new IllegalArgumentException("lock is " + lock + ", expected 1 s or longer");
        }
    }

    /** The defaults: as many instances as processors, 64 packets at a time, a lock of 15 s, completions sent at once. */
    public static WorkerConfig of(Map<String, Object> client, String worker) {
        return new WorkerConfig(
                client, worker, Runtime.getRuntime().availableProcessors(), 64, Duration.ofSeconds(15), 0);
    }

    /** The same with another lock. */
    public WorkerConfig withLock(Duration other) {
        return new WorkerConfig(client, worker, concurrency, batch, other, lingerMs);
    }

    /** The same with another number of instances. */
    public WorkerConfig withConcurrency(int other) {
        return new WorkerConfig(client, worker, other, batch, lock, lingerMs);
    }

    private static void range(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", expected " + least + " to " + most);
        }
    }
}
