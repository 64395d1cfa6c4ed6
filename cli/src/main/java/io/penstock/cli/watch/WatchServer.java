// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.watch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers GET and HEAD at {@code /metrics}, {@code /health/live} and {@code /health/ready}: 200, or 503 where the process does not live or is not ready. Its threads
 * are platform threads of its own, so that work that holds the carriers of virtual threads cannot make a process look dead.
 */
final class WatchServer implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int PAGE_THREADS = 16;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final long NO_BODY = -1;
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().name("penstock-http-", 1).daemon().factory());

    /** Pages may take their time, and ask others who ask back: health does not wait for them. */
    private final ExecutorService pages = Executors.newFixedThreadPool(
            PAGE_THREADS,
            Thread.ofPlatform().name("penstock-pages-", 1).daemon().factory());

    private record Response(int status, String type, String body) {
        static Response of(Health.Answer answer, String good, String bad) {
            String head = answer.good() ? good : bad;
            String body = answer.lines().isEmpty() ? head : head + "\n" + String.join("\n", answer.lines());
            return new Response(answer.good() ? OK : UNAVAILABLE, PLAIN, body + "\n");
        }
    }

    /**
     * Starts to answer.
     *
     * @param metrics gives the metrics in Prometheus' text format
     * @throws IOException if it cannot listen there; a {@link java.net.BindException} where the port is taken, an {@link UnknownHostException} where there is no such host
     */
    WatchServer(ListenAddress address, Supplier<String> metrics, Health health) throws IOException {
        InetSocketAddress place = new InetSocketAddress(address.host(), address.port());
        if (place.isUnresolved()) {
            throw new UnknownHostException(address.host());
        }
        server = HttpServer.create(place, 0);
        server.setExecutor(threads);
        server.createContext("/", answering("/", () -> new Response(NOT_FOUND, PLAIN, "not found\n")));
        server.createContext("/metrics", answering("/metrics", () -> new Response(OK, PROMETHEUS, metrics.get())));
        server.createContext(
                "/health/live", answering("/health/live", () -> Response.of(health.live(), "alive", "not alive")));
        server.createContext(
                "/health/ready", answering("/health/ready", () -> Response.of(health.ready(), "ready", "not ready")));
        server.start();
    }

    /** Answers at one more path from now on. */
    void page(String path, JsonPage page) {
        HttpHandler handler = answering(path, exchange -> answer(page, exchange));
        server.createContext(path, exchange -> pages.execute(() -> handle(handler, exchange)));
    }

    private static void handle(HttpHandler handler, HttpExchange exchange) {
        try {
            handler.handle(exchange);
        } catch (IOException gone) {
            // Whoever asked does not wait for the answer any more.
        }
    }

    private static Response answer(JsonPage page, HttpExchange exchange) {
        try {
            return new Response(OK, JSON, page.answer(exchange.getRequestURI().getRawQuery()) + "\n");
        } catch (IllegalArgumentException wrong) {
            return new Response(BAD_REQUEST, PLAIN, wrong.getMessage() + "\n");
        } catch (IOException notNow) {
            return new Response(UNAVAILABLE, PLAIN, notNow.getMessage() + "\n");
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** A context answers for all paths that begin with its own; these are the whole paths. */
    private static HttpHandler answering(String path, Supplier<Response> response) {
        return answering(path, exchange -> response.get());
    }

    private static HttpHandler answering(String path, Function<HttpExchange, Response> response) {
        return exchange -> {
            try (exchange) {
                boolean reads = exchange.getRequestMethod().equals("GET")
                        || exchange.getRequestMethod().equals("HEAD");
                boolean known =
                        path.equals("/") || exchange.getRequestURI().getPath().equals(path);
                if (!known) {
                    send(exchange, new Response(NOT_FOUND, PLAIN, "not found\n"));
                } else if (!reads) {
                    exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                    send(exchange, new Response(METHOD_NOT_ALLOWED, PLAIN, "GET or HEAD expected\n"));
                } else {
                    send(exchange, response.apply(exchange));
                }
            }
        };
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        byte[] body = response.body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", response.type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(response.status, NO_BODY);
        } else {
            exchange.sendResponseHeaders(response.status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        pages.shutdownNow();
    }
}
