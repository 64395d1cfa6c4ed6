// SPDX-License-Identifier: Apache-2.0
package io.penstock.kubernetes;

import io.penstock.broker.ClusterNode;
import io.strimzi.api.kafka.model.kafka.Kafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/**
 * A broker as the manifests' {@code Kafka} is for its clients: TLS, SCRAM, Kafka's authorizer, the same settings, but one node. Beside it a listener for the test, who may do everything.
 * Close shuts it down. One thread.
 */
final class SecuredBroker implements AutoCloseable {
    private static final String LOGIN = "org.apache.kafka.common.security.scram.ScramLoginModule required";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String PASSWORD = "known-to-everyone-who-reads-this-test";

    private final Path directory;
    private final int clients;
    private final int tests;
    private final ClusterNode node;

    private SecuredBroker(Path directory, List<Integer> ports, ClusterNode node) {
        this.directory = directory;
        this.clients = ports.get(0);
        this.tests = ports.get(1);
        this.node = node;
    }

    static SecuredBroker start(Path directory, List<String> users)
            throws IOException, InterruptedException, GeneralSecurityException {
        certify(directory);
        List<Integer> ports = freePorts(3);
        Map<String, String> passwords = new HashMap<>();
        users.forEach(user -> passwords.put(user, PASSWORD));
        return new SecuredBroker(
                directory, ports, ClusterNode.start(settings(directory, ports), "manifests", passwords));
    }

    static List<Integer> freePorts(int number) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < number; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.ofLiteral(LOOPBACK)));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    /** A key for the broker, and as its CA's certificate the key's own. */
    private static void certify(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        Path keys = directory.resolve("broker.p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of("-genkeypair", "-alias", "broker", "-keyalg", "EC", "-dname", "CN=broker"));
        command.addAll(List.of("-ext", "san=ip:" + LOOPBACK, "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", keys.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(Files.readString(directory.resolve("keytool.log")));
        }
        byte[] certificate = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray())
                .getCertificate("broker")
                .getEncoded();
        Files.writeString(
                directory.resolve("ca.crt"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder().encodeToString(certificate)
                        + "\n-----END CERTIFICATE-----\n");
    }

    private static Properties settings(Path directory, List<Integer> ports) {
        Properties settings = new Properties();
        // What the manifests set, with the one copy of everything that the overlay dev has.
        for (String file : List.of("base/kafka.yaml", "overlays/dev/kafka.yaml")) {
            Kafka kafka = (Kafka)
                    Models.parse(Manifests.parse(Manifests.read("k8s/" + file)).getFirst());
            kafka.getSpec().getKafka().getConfig().forEach((key, value) -> settings.setProperty(key, value.toString()));
        }
        String controller = LOOPBACK + ":" + ports.get(2);
        String served = "CLIENTS://" + LOOPBACK + ":" + ports.get(0) + ",TESTS://" + LOOPBACK + ":" + ports.get(1);
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", "1");
        settings.setProperty("log.dirs", directory.resolve("kafka").toString());
        settings.setProperty("controller.quorum.voters", "1@" + controller);
        settings.setProperty("controller.listener.names", "CONTROLLER");
        settings.setProperty("listeners", served + ",CONTROLLER://" + controller);
        settings.setProperty("advertised.listeners", served);
        settings.setProperty("inter.broker.listener.name", "TESTS");
        settings.setProperty("listener.security.protocol.map", "CLIENTS:SASL_SSL,TESTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.setProperty("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        String listener = "listener.name.clients.";
        settings.setProperty(listener + "scram-sha-512.sasl.jaas.config", LOGIN + ";");
        settings.setProperty(
                listener + "ssl.keystore.location",
                directory.resolve("broker.p12").toString());
        settings.setProperty(listener + "ssl.keystore.type", "PKCS12");
        settings.setProperty(listener + "ssl.keystore.password", PASSWORD);
        settings.setProperty("authorizer.class.name", RecordingAuthorizer.class.getName());
        settings.setProperty("super.users", "User:ANONYMOUS");
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            settings.setProperty(topic + ".num.partitions", "1");
        }
        return settings;
    }

    /** For clients with a login. */
    String bootstrap() {
        return LOOPBACK + ":" + clients;
    }

    /** What the test's own clients connect with, who may do everything. */
    Map<String, Object> superuser() {
        return Map.of("bootstrap.servers", LOOPBACK + ":" + tests);
    }

    Admin admin() {
        return Admin.create(superuser());
    }

    /**
     * Lays out what a pod finds in /etc/penstock: the client's settings as the manifests have them, the secret of a user, the CA's certificate.
     *
     * @return the folder in place of /etc/penstock
     */
    Path mount(String user) throws IOException {
        Path etc = directory.resolve(user);
        write(
                etc.resolve("kafka/client.properties"),
                Manifests.read("k8s/base/client.properties").replace("/etc/penstock", etc.toString()));
        // As Strimzi's user operator writes it.
        write(
                etc.resolve("kafka-user/sasl.jaas.config"),
                LOGIN + " username=\"" + user + "\" password=\"" + PASSWORD + "\";");
        write(etc.resolve("kafka-user/password"), PASSWORD);
        write(etc.resolve("kafka-ca/ca.crt"), Files.readString(directory.resolve("ca.crt")));
        return etc;
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Override
    public void close() {
        node.close();
    }
}
