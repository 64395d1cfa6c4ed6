// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does the same for several parts on several threads; the first failure ends it. */
final class PartWork {
    /** What is done for one part. */
    interface Task {
        void run(int part) throws IOException;
    }

    private PartWork() {}

    static void each(List<Integer> parts, int threads, Task task) throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(
                Math.max(1, Math.min(threads, parts.size())),
                Thread.ofPlatform().name("reclassify-", 0).daemon().factory());
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int part : parts) {
                all.add(pool.submit(() -> {
                    task.run(part);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException failed) {
            throw rethrown(failed.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private static RuntimeException rethrown(Throwable cause) throws IOException {
        return switch (cause) {
            case IOException io -> throw io;
            case UncheckedIOException io -> throw io.getCause();
            case RuntimeException other -> other;
            case Error error -> throw error;
            default -> new IllegalStateException(cause);
        };
    }
}
