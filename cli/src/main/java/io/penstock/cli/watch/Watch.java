// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.watch;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The metrics and the health of this process and, where somebody asked for it, the server that shows them. Thread-safe. */
public final class Watch implements AutoCloseable {
    /** By these Kafka tells its clients and their threads apart. */
    private static final List<String> NAMES_OF_CLIENTS = List.of("client.id", "thread.id");
    /** An instance's clients tell others where it can be asked; in a tag that would make new series of each move. */
    private static final Pattern ADDRESS = Pattern.compile("@.*:[0-9]{1,5}(?=-|$)");

    private final Health health = new Health();
    private final PrometheusMeterRegistry registry;
    private final JvmGcMetrics collections;
    private final WatchServer server;
    private final ListenAddress address;

    private Watch() {
        registry = null;
        collections = null;
        server = null;
        address = null;
    }

    private Watch(ListenAddress asked, String role) throws IOException {
        registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        for (String tag : NAMES_OF_CLIENTS) {
            registry.config()
                    .meterFilter(MeterFilter.replaceTagValues(
                            tag, name -> ADDRESS.matcher(name).replaceFirst("")));
        }
        server = new WatchServer(asked, registry::scrape, health);
        address = asked.at(server.port());
        collections = bindJvm(registry);
        ProcessMeter.READY.gauge(registry, role, () -> health.ready().good() ? 1 : 0);
    }

    /** Nobody watches: nothing is counted, no port is open. */
    public static Watch off() {
        return new Watch();
    }

    /**
     * Counts, and answers at an address.
     *
     * @param role what the process does: the name of its command
     * @throws IOException if it cannot listen there; a {@link java.net.BindException} where the port is taken, an
     *     {@link java.net.UnknownHostException} where there is no such host
     */
    public static Watch at(ListenAddress address, String role) throws IOException {
        return new Watch(address, role);
    }

    private static JvmGcMetrics bindJvm(MeterRegistry registry) {
        new ClassLoaderMetrics().bindTo(registry);
        new JvmInfoMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        JvmGcMetrics collections = new JvmGcMetrics();
        collections.bindTo(registry);
        return collections;
    }

    /** Where to count; empty where nobody watches. */
    public Optional<MeterRegistry> registry() {
        return Optional.ofNullable(registry);
    }

    /** Where parts are named. */
    public Health health() {
        return health;
    }

    /** Answers at one more path from now on, in JSON; nothing happens where nobody watches. */
    public void page(String path, JsonPage page) {
        if (server != null) {
            server.page(path, page);
        }
    }

    /** Where it answers, {@code http://HOST:PORT}; empty where it does not. */
    public Optional<String> url() {
        return Optional.ofNullable(address).map(at -> "http://" + at.authority());
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
            collections.close();
            registry.close();
        }
    }
}
