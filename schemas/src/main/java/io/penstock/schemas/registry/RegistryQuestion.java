// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas.registry;

import io.penstock.schemas.SchemaRegistryException;
import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Asks a registry until it answers or the time is over. What it refuses is not asked again, nor is one whose certificate is not trusted. Thread-safe. */
final class RegistryQuestion {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final String url;
    private final RegistryHttp http;
    private final Duration timeout;

    /** What is asked, in one request or several. */
    @FunctionalInterface
    interface Asked<T> {
        T of(RegistryHttp http) throws IOException, InterruptedException;
    }

    RegistryQuestion(String url, RegistryHttp http, Duration timeout) {
        this.url = url;
        this.http = http;
        this.timeout = timeout;
    }

    /**
     * Asks.
     *
     * @param what the registry is to do, as "give the ids of …"
     * @throws SchemaRegistryException if it refuses, or does not answer in time
     */
    <T> T ask(String what, Asked<T> asked) {
        long endNanos = System.nanoTime() + timeout.toNanos();
        // Why the last attempt failed says more than that another one took too long.
        String why = "no answer within " + timeout.toMillis() + " ms";
        while (true) {
            try {
                return answer(asked, endNanos);
            } catch (TimeoutException late) {
                throw failure(what, why, false, late);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw failure(what, "stopped while it was asked", false, stopped);
            } catch (ExecutionException failed) {
                Throwable cause = failed.getCause();
                why = innermost(cause);
                boolean refused = isRefusal(cause);
                if (refused || System.nanoTime() + PAUSE.toNanos() >= endNanos) {
                    throw failure(what, why, refused, cause);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private SchemaRegistryException failure(String what, String why, boolean lasting, Throwable cause) {
        return new SchemaRegistryException(
                "the schema registry at " + url + " does not " + what + ": " + why, lasting, cause);
    }

    private <T> T answer(Asked<T> asked, long endNanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        FutureTask<T> task = new FutureTask<>(() -> asked.of(http));
        Thread.ofVirtual().name("penstock-schema-registry").start(task);
        try {
            return task.get(Math.max(0, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } finally {
            task.cancel(true);
        }
    }

    /** By the registry, or of the registry by us. */
    private static boolean isRefusal(Throwable failed) {
        return failed instanceof SchemaRegistryException
                || Stream.iterate(failed, Objects::nonNull, Throwable::getCause)
                        .anyMatch(CertificateException.class::isInstance);
    }

    private static String innermost(Throwable failed) {
        if (failed instanceof ConnectException) {
            // The client says no more of it than its name.
            return "it cannot be reached";
        }
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
