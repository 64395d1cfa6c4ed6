// SPDX-License-Identifier: Apache-2.0
package io.penstock.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/** The settings of a single node that is broker and controller at once. */
final class BrokerSettings {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    /**
     * A node that hung for a while leads on, since nobody could in its place: given up meanwhile, its partitions would have no leader for a moment, in which no
     * transaction should end ({@link StaleRegistration} says why).
     */
    private static final Duration BROKER_SESSION = Duration.ofDays(7);

    /** Kafka's own number. Where processors are few each more is one to be woken for an answer that another, awake already, could send. */
    private static final int MOST_NETWORK_THREADS = 3;

    private static final List<String> INTERNAL_TOPICS =
            List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic");

    private BrokerSettings() {}

    /** The node without its broker: the same directory and the same controller, and nobody but who knows the controller's port is served. */
    static Properties ofController(Path directory, LoopbackPorts ports) {
        Properties settings = of(directory, ports);
        settings.setProperty("process.roles", "controller");
        settings.setProperty("listeners", CONTROLLER_LISTENER + "://127.0.0.1:" + ports.controller());
        settings.remove("advertised.listeners");
        return settings;
    }

    static Properties of(Path directory, LoopbackPorts ports) {
        Properties settings = new Properties();
        listeners(settings, ports);
        internalTopics(settings);
        settings.setProperty("log.dirs", directory.toString());
        // A misspelled topic is an error, not a new topic.
        settings.setProperty("auto.create.topics.enable", "false");
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        groups(settings);
        // Open transactions of a killed process end soon after their timeout.
        settings.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        settings.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        // The first record of a transaction comes while the one before is still being ended, which takes a millisecond
        // or two here, not Kafka's 20.
        settings.setProperty("add.partitions.to.txn.retry.backoff.ms", "1");
        settings.setProperty(
                "num.network.threads",
                Integer.toString(Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MOST_NETWORK_THREADS)));
        settings.setProperty("num.io.threads", "4");
        settings.setProperty("broker.session.timeout.ms", Long.toString(BROKER_SESSION.toMillis()));
        // Without it the next start on the same directory waits out the broker's session.
        settings.setProperty("controlled.shutdown.enable", "true");
        return settings;
    }

    /** On one machine members come and go quickly: a worker has its first packet when it has heard of its partition by a heartbeat. */
    private static void groups(Properties settings) {
        for (String kind : List.of("share", "streams")) {
            String group = "group." + kind + ".";
            settings.setProperty(group + "min.heartbeat.interval.ms", "200");
            settings.setProperty(group + "heartbeat.interval.ms", "500");
            settings.setProperty(group + "min.session.timeout.ms", "6000");
            settings.setProperty(group + "session.timeout.ms", "10000");
            settings.setProperty(group + "assignment.interval.ms", "0");
        }
        settings.setProperty("group.streams.initial.rebalance.delay.ms", "0");
        // Workers that freeze give their packets back before the pend expires.
        settings.setProperty("group.share.min.record.lock.duration.ms", "1000");
    }

    private static void listeners(Properties settings, LoopbackPorts ports) {
        String controller = "127.0.0.1:" + ports.controller();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", Integer.toString(NODE_ID));
        settings.setProperty("controller.quorum.voters", NODE_ID + "@" + controller);
        settings.setProperty("controller.listener.names", CONTROLLER_LISTENER);
        String clients = "PLAINTEXT://127.0.0.1:" + ports.clients();
        settings.setProperty("listeners", clients + "," + CONTROLLER_LISTENER + "://" + controller);
        settings.setProperty("advertised.listeners", clients);
        settings.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    }

    /** One node: one copy of everything, one partition each. */
    private static void internalTopics(Properties settings) {
        for (String topic : INTERNAL_TOPICS) {
            settings.setProperty(topic + ".num.partitions", "1");
            settings.setProperty(topic + ".replication.factor", "1");
        }
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");
    }
}
