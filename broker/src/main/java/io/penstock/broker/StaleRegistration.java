// SPDX-License-Identifier: Apache-2.0
package io.penstock.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.UnregisterBrokerOptions;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;

/**
 * What a broker that was killed leaves in the metadata: it is registered, and leads all partitions.
 *
 * <p>The next broker of the directory would believe it. It would coordinate transactions at once, while its own registration waits for the old one's session to
 * end, and in the moment in which that leaves the partitions without a leader it would take them for deleted (KAFKA-20734): a transaction that ends then gets no
 * markers, and nobody reads past it any more. So the controller goes ahead alone and withdraws the registration; the broker then leads nothing before it is
 * registered itself, which is also some ten seconds sooner.
 */
final class StaleRegistration {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private StaleRegistration() {}

    /**
     * Withdraws it; without effect where there is none.
     *
     * @param directory a broker's, which nobody uses
     * @throws BrokerStartException if the controller does not start or refuses
     * @throws IOException if there is no free port
     */
    static void withdraw(Path directory) throws IOException {
        LoopbackPorts ports = LoopbackPorts.choose(0);
        KafkaRaftServer controller = EmbeddedBroker.startServer(BrokerSettings.ofController(directory, ports));
        try (Admin admin = Admin.create(Map.of("bootstrap.controllers", "127.0.0.1:" + ports.controller()))) {
            admin.unregisterBroker(
                            BrokerSettings.NODE_ID, new UnregisterBrokerOptions().timeoutMs((int) PATIENCE.toMillis()))
                    .all()
                    .get();
        } catch (ExecutionException refused) {
            if (!(refused.getCause() instanceof BrokerIdNotRegisteredException)) {
                throw new BrokerStartException(
                        "the controller in " + directory + " did not withdraw the broker that was killed: "
                                + refused.getCause().getMessage(),
                        refused.getCause());
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
            throw new BrokerStartException("the start of the broker in " + directory + " was interrupted", impatient);
        } finally {
            controller.shutdown();
            controller.awaitShutdown();
        }
    }
}
