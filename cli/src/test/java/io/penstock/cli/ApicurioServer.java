// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.penstock.schemas.registry.RegistryProperties;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An Apicurio Registry from its published distribution, in memory, on a free port of loopback or, for containers, of all interfaces; for a test class. */
final class ApicurioServer implements BeforeAllCallback, AfterAllCallback {
    private static final Duration START = Duration.ofSeconds(90);
    private static final Pattern LISTENING =
            Pattern.compile("Listening on: (http://[^/\\s]+:[1-9][0-9]*) and (https://[^/\\s]+:[1-9][0-9]*)");

    private final String host;
    private final HttpClient http = HttpClient.newHttpClient();
    private final StringBuffer log = new StringBuffer();
    private final CompletableFuture<Addresses> listening = new CompletableFuture<>();
    private Path directory;
    private TlsStores stores;
    private Process process;
    private Addresses addresses;

    private record Addresses(String plain, String secure) {
        /** Those of all interfaces, as this machine reaches them. */
        Addresses fromHere() {
            return new Addresses(plain.replace("0.0.0.0", "127.0.0.1"), secure.replace("0.0.0.0", "127.0.0.1"));
        }
    }

    ApicurioServer() {
        this("127.0.0.1");
    }

    private ApicurioServer(String host) {
        this.host = host;
    }

    /** One that containers reach too, at this machine's address in their networks. */
    static ApicurioServer forContainers() {
        return new ApicurioServer("0.0.0.0");
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        start();
    }

    /** Starts it, and waits until it answers; a test is skipped where the distribution is not there. */
    void start() throws Exception {
        Path distribution = Path.of(System.getProperty("penstock.apicurio", "target/apicurio-registry"));
        Path jar = distribution.resolve("quarkus-run.jar");
        assumeTrue(Files.isRegularFile(jar), "no Apicurio Registry at " + distribution);
        directory = Files.createTempDirectory("penstock-registry-");
        stores = TlsStores.in(directory);
        process = new ProcessBuilder(command(jar)).redirectErrorStream(true).start();
        Thread.ofPlatform().daemon().name("output of the schema registry").start(this::read);
        addresses = listening
                .orTimeout(START.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(late -> {
                    throw new IllegalStateException("the registry has not started:\n" + log, late);
                })
                .join()
                .fromHere();
        awaitReady();
    }

    private List<String> command(Path jar) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx320m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dquarkus.http.host=" + host,
                "-Dquarkus.http.port=0",
                "-Dquarkus.http.ssl-port=0",
                "-Dquarkus.http.insecure-requests=enabled",
                "-Dquarkus.http.ssl.certificate.key-store-file=" + stores.keys(),
                "-Dquarkus.http.ssl.certificate.key-store-password=" + TlsStores.PASSWORD,
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=0",
                "-Dquarkus.http.access-log.enabled=false",
                "-Dapicurio.rest.deletion.artifact.enabled=true",
                "-Dapicurio.datasource.jdbc.initial-size=2",
                "-Dapicurio.datasource.jdbc.min-size=2",
                "-jar",
                jar.toString());
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                log.append(line).append('\n');
                Matcher found = LISTENING.matcher(line);
                if (found.find()) {
                    listening.complete(new Addresses(found.group(1), found.group(2)));
                }
            }
        } catch (IOException ended) {
            log.append("(output ends: ").append(ended.getMessage()).append(")\n");
        }
        listening.completeExceptionally(new IllegalStateException("it ended"));
    }

    private void awaitReady() {
        long end = System.nanoTime() + START.toNanos();
        while (get("/apis/registry/v3/system/info").statusCode() != 200) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the registry does not get ready:\n" + log);
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** {@code http://127.0.0.1:PORT}. */
    String url() {
        return addresses.plain();
    }

    /** {@code https://127.0.0.1:PORT}, with a certificate that {@link #truststore} has and no other. */
    String secureUrl() {
        return addresses.secure();
    }

    /** PKCS12 with the password of {@link TlsStores}. */
    Path truststore() {
        return stores.trusted();
    }

    /** Settings of Kafka's clients of ours that read and write with it. */
    Map<String, Object> clients(Map<String, Object> settings) {
        Map<String, Object> clients = new HashMap<>(settings);
        clients.putAll(RegistryProperties.clients(Map.of("schema.registry.url", url())));
        return clients;
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url() + path)).build());
    }

    HttpResponse<String> post(String path, String json) {
        return send("POST", path, HttpRequest.BodyPublishers.ofString(json));
    }

    HttpResponse<String> put(String path, String json) {
        return send("PUT", path, HttpRequest.BodyPublishers.ofString(json));
    }

    /** An error where that is refused. */
    void delete(String path) {
        HttpResponse<String> answer = send("DELETE", path, HttpRequest.BodyPublishers.noBody());
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    private HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body) {
        return send(HttpRequest.newBuilder(URI.create(url() + path))
                .header("Content-Type", "application/json")
                .method(method, body)
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException silent) {
            throw new UncheckedIOException(silent);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stop();
    }

    /** Stops it, if it was started. */
    void stop() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
        if (directory != null) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException kept) {
                throw new UncheckedIOException(kept);
            }
        }
    }
}
