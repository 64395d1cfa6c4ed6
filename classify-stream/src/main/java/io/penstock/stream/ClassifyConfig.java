// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Settings of one process that runs the topology. None of them can change a verdict: those are part of the policy.
 *
 * @param applicationId group, transactional ids and changelogs are named by it; instances that share work share it
 * @param bootstrapServers HOST:PORT[,…]
 * @param stateDir stable across restarts, own to this process: it keeps the process id, and so the transactional id, by
 *     which a restarted instance fences the transaction that its killed predecessor left open
 * @param threads stream threads, 1 to 64; one is best while two cores also carry the broker
 * @param commitInterval how often a transaction ends, and so the latency of committed verdicts; 1 ms to 10 s
 * @param linger how long the producer gathers; added to the latency of every pend; 0 to 1 s
 * @param transactionTimeout after which a broker aborts a dead instance's transaction; longer than the commit interval
 * @param bufferedRecordsPerPartition records (batches of 64 to 256 KiB) read ahead per partition, 1 to 10,000
 * @param maxPollRecords records per poll, 1 to 10,000
 * @param sessionTimeout after which a silent instance's tasks move (classic protocol only)
 * @param standbyReplicas copies of each task's stores kept warm elsewhere, 0 to 8
 * @param groupProtocol how instances agree
 * @param expiryInterval how often deadlines are looked at, 10 ms to 10 s
 * @param expiryGrace how long nothing expires after a task started, so that completions that came during the outage
 *     are read first
 * @param countWindow window of packet time over which discards are summed, 1 s to 1 day
 * @param clientProperties passed through to every Kafka client (TLS, SASL)
 */
public record ClassifyConfig(
        String applicationId,
        String bootstrapServers,
        Path stateDir,
        int threads,
        Duration commitInterval,
        Duration linger,
        Duration transactionTimeout,
        int bufferedRecordsPerPartition,
        int maxPollRecords,
        Duration sessionTimeout,
        int standbyReplicas,
        GroupProtocol groupProtocol,
        Duration expiryInterval,
        Duration expiryGrace,
        Duration countWindow,
        Map<String, Object> clientProperties) {

    /** The application id of a cluster's first generation of topics. */
    public static final String DEFAULT_APPLICATION_ID = "penstock-classify";

    /** Checks ranges; the message names the field, its value and what is allowed. */
    public ClassifyConfig {
        requireText("applicationId", applicationId);
        requireText("bootstrapServers", bootstrapServers);
        Objects.requireNonNull(stateDir, "stateDir");
        requireRange("threads", threads, 1, 64);
        requireRange("commitInterval", commitInterval, Duration.ofMillis(1), Duration.ofSeconds(10));
        requireRange("linger", linger, Duration.ZERO, Duration.ofSeconds(1));
        requireRange("transactionTimeout", transactionTimeout, commitInterval, Duration.ofMinutes(15));
        requireRange("bufferedRecordsPerPartition", bufferedRecordsPerPartition, 1, 10_000);
        requireRange("maxPollRecords", maxPollRecords, 1, 10_000);
        requireRange("sessionTimeout", sessionTimeout, Duration.ofSeconds(1), Duration.ofMinutes(30));
        requireRange("standbyReplicas", standbyReplicas, 0, 8);
        Objects.requireNonNull(groupProtocol, "groupProtocol");
        requireRange("expiryInterval", expiryInterval, Duration.ofMillis(10), Duration.ofSeconds(10));
        requireRange("expiryGrace", expiryGrace, Duration.ZERO, Duration.ofHours(1));
        requireRange("countWindow", countWindow, Duration.ofSeconds(1), Duration.ofDays(1));
        clientProperties = Map.copyOf(clientProperties);
    }

    /** The defaults for a cluster and a state directory. */
    public static ClassifyConfig of(String bootstrapServers, Path stateDir) {
        return builder(bootstrapServers, stateDir).build();
    }

    /** What every Kafka client of this process gets: bootstrap servers, TLS, SASL. */
    public Map<String, Object> clientSettings() {
        Map<String, Object> settings = new HashMap<>(clientProperties);
        settings.put("bootstrap.servers", bootstrapServers);
        return settings;
    }

    /** Starts from the defaults. */
    public static Builder builder(String bootstrapServers, Path stateDir) {
        return new Builder(bootstrapServers, stateDir);
    }

    private static void requireText(String field, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(field + " is empty");
        }
    }

    private static <T extends Comparable<T>> void requireRange(String field, T value, T least, T most) {
        Objects.requireNonNull(value, field);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(field + " is " + value + ", expected " + least + " to " + most);
        }
    }

    /** Collects what differs from the defaults. */
    public static final class Builder {
        private final String bootstrapServers;
        private final Path stateDir;
        private String applicationId = DEFAULT_APPLICATION_ID;
        private int threads = 1;
        private Duration commitInterval = Duration.ofMillis(100);
        private Duration linger = Duration.ZERO;
        private Duration transactionTimeout = Duration.ofSeconds(10);
        private int bufferedRecordsPerPartition = 16;
        private int maxPollRecords = 32;
        private Duration sessionTimeout = Duration.ofSeconds(10);
        private int standbyReplicas;
        private GroupProtocol groupProtocol = GroupProtocol.CLASSIC;
        private Duration expiryInterval = Duration.ofMillis(200);
        private Duration expiryGrace = Duration.ofSeconds(10);
        private Duration countWindow = Duration.ofMinutes(1);
        private Map<String, Object> clientProperties = Map.of();

        private Builder(String bootstrapServers, Path stateDir) {
            this.bootstrapServers = bootstrapServers;
            this.stateDir = stateDir;
        }

        public Builder applicationId(String value) {
            applicationId = value;
            return this;
        }

        public Builder threads(int value) {
            threads = value;
            return this;
        }

        public Builder commitInterval(Duration value) {
            commitInterval = value;
            return this;
        }

        public Builder linger(Duration value) {
            linger = value;
            return this;
        }

        public Builder transactionTimeout(Duration value) {
            transactionTimeout = value;
            return this;
        }

        public Builder bufferedRecordsPerPartition(int value) {
            bufferedRecordsPerPartition = value;
            return this;
        }

        public Builder maxPollRecords(int value) {
            maxPollRecords = value;
            return this;
        }

        public Builder sessionTimeout(Duration value) {
            sessionTimeout = value;
            return this;
        }

        public Builder standbyReplicas(int value) {
            standbyReplicas = value;
            return this;
        }

        public Builder groupProtocol(GroupProtocol value) {
            groupProtocol = value;
            return this;
        }

        public Builder expiryInterval(Duration value) {
            expiryInterval = value;
            return this;
        }

        public Builder expiryGrace(Duration value) {
            expiryGrace = value;
            return this;
        }

        public Builder countWindow(Duration value) {
            countWindow = value;
            return this;
        }

        public Builder clientProperties(Map<String, ?> value) {
            clientProperties = Map.copyOf(value);
            return this;
        }

        /** Builds the checked settings. */
        public ClassifyConfig build() {
            return new ClassifyConfig(
                    applicationId,
                    bootstrapServers,
                    stateDir,
                    threads,
                    commitInterval,
                    linger,
                    transactionTimeout,
                    bufferedRecordsPerPartition,
                    maxPollRecords,
                    sessionTimeout,
                    standbyReplicas,
                    groupProtocol,
                    expiryInterval,
                    expiryGrace,
                    countWindow,
                    clientProperties);
        }
    }
}
