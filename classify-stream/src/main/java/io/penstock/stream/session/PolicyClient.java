// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.session;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * The policy of a cluster for programs, after {@code FwpmEngineOpen}: sessions, transactions, dynamic sessions (spec 1.3, 1.4). Any thread.
 *
 * {@snippet :
 * try (PolicyClient client = PolicyClient.connect(Map.of("bootstrap.servers", "127.0.0.1:9092"), "guard@office");
 *         PolicySession session = client.openDynamic(Lease.renewed(Duration.ofSeconds(30)))) {
 *     session.transact(policy -> {
 *         policy.add(new FwpmSublayer(ObjectHeader.of("guard"), Set.of(), 0xB000));
 *         policy.add(FwpmFilter.at("FWPM_LAYER_ALE_AUTH_CONNECT_V4", "guard-telnet")
 *                 .sublayer("guard")
 *                 .conditions(telnet)
 *                 .block());
 *     });
 *     guard();
 * } // What the session added is gone, at once here, or when its lease ends if the program is killed.
 * }
 */
public final class PolicyClient implements AutoCloseable {
    /** How long a session tries again what others came between. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private final RevisionLog log;
    private final SessionLeases leases;
    private final String writer;

    PolicyClient(RevisionLog log, SessionLeases leases, String writer) {
        this.log = log;
        this.leases = leases;
        this.writer = writer;
    }

    /**
     * A client of a cluster whose topics are there.
     *
     * @param clientProperties bootstrap servers, TLS, SASL: what every Kafka client here gets
     * @param writer who changes the policy, such as {@code user@host}, for its history
     * @throws org.apache.kafka.common.KafkaException if Kafka cannot be asked
     */
    public static PolicyClient connect(Map<String, Object> clientProperties, String writer) {
        KafkaRevisionLog log = new KafkaRevisionLog(clientProperties);
        try {
            return new PolicyClient(log, new KafkaSessionLeases(clientProperties), writer);
        } catch (RuntimeException refused) {
            log.close();
            throw refused;
        }
    }

    /** A session whose objects stay when it ends. */
    public PolicySession open() {
        return new PolicySession(log, newKey(), writer, PATIENCE, null);
    }

    /**
     * A dynamic session: its objects vanish when it ends, by {@link PolicySession#close} or with its lease.
     *
     * @throws io.penstock.stream.control.ControlWriteException if the lease cannot be written
     */
    public PolicySession openDynamic(Lease lease) {
        String sessionKey = newKey();
        return new PolicySession(log, sessionKey, writer, PATIENCE, leases.take(sessionKey, writer, lease));
    }

    private static String newKey() {
        return "{" + UUID.randomUUID() + "}";
    }

    /** Closes the connections. Dynamic sessions that are still open end with their leases, which are renewed no more. */
    @Override
    public void close() {
        leases.close();
        log.close();
    }
}
