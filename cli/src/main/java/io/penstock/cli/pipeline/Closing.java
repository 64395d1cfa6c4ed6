// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was started and has to be closed, last first, whatever the others do. One thread. */
final class Closing implements AutoCloseable {
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        started.push(part);
        return part;
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        // A stop must not keep the parts that follow from being closed.
        boolean stopped = Thread.interrupted();
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (InterruptedException again) {
                stopped = true;
            } catch (Exception failed) {
                PipelineException one = new PipelineException("not closed properly: " + failed.getMessage(), failed);
                if (failure == null) {
                    failure = one;
                } else {
                    failure.addSuppressed(one);
                }
            }
        }
        if (stopped) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
    }
}
