// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A capture that an agent reads from a named pipe while it is made: of what is left a little at a time, so that more comes however long something takes, and the rest when that is over.
 */
final class PipedCapture {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int OF_WHAT_IS_LEFT = 300;

    private final Path pipe;
    private final byte[] capture;
    private final CountDownLatch over = new CountDownLatch(1);

    private PipedCapture(Path pipe, byte[] capture) {
        this.pipe = pipe;
        this.capture = capture;
    }

    /** Makes the pipe, which anybody may read; the capture comes when somebody has opened it. */
    static PipedCapture at(Path pipe, Path capture) throws IOException, InterruptedException {
        int failed = new ProcessBuilder("mkfifo", "-m", "0644", pipe.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (failed != 0) {
            throw new IOException("mkfifo ended with " + failed);
        }
        PipedCapture piped = new PipedCapture(pipe, Files.readAllBytes(capture));
        Thread.ofPlatform().daemon().name("writes a capture").start(piped::write);
        return piped;
    }

    private void write() {
        try (OutputStream out = Files.newOutputStream(pipe)) {
            int at = 0;
            while (at < capture.length) {
                boolean rest = over.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                int left = capture.length - at;
                int bytes = rest ? left : Math.ceilDiv(left, OF_WHAT_IS_LEFT);
                out.write(capture, at, bytes);
                at += bytes;
            }
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Lets the rest come at once. */
    void letRestCome() {
        over.countDown();
    }
}
