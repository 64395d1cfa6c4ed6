// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.watch;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a process knows of the health of its parts. It lives unless a part has stopped for good; it is ready once all parts are named and none of them has a reason
 * not to be. Thread-safe; checks run on the threads of whoever asks.
 */
public final class Health {
    /** Looks at one part. */
    @FunctionalInterface
    public interface Check {
        /** A check that always finds it well. */
        Check WELL = Optional::empty;

        /** What is wrong, in a few words; empty where all is well. Must answer within seconds. */
        Optional<String> problem();
    }

    /**
     * An answer.
     *
     * @param good whether the process lives, or is ready
     * @param lines one for each part: its name, and what is wrong or {@code ok}
     */
    public record Answer(boolean good, List<String> lines) {}

    private record Part(String name, Check alive, Check ready) {}

    private record Found(String name, Optional<String> problem) {
        String line() {
            return name + ": " + problem.orElse("ok");
        }
    }

    private final List<Part> parts = new CopyOnWriteArrayList<>();
    private volatile boolean started;

    /**
     * Names a part.
     *
     * @param alive finds a problem where the part has stopped for good
     * @param ready finds a problem where the part does not do its work now, but may later
     */
    public void part(String name, Check alive, Check ready) {
        parts.add(new Part(name, alive, ready));
    }

    /** Names a part that ends the process when it stops. */
    public void part(String name, Check ready) {
        part(name, Check.WELL, ready);
    }

    /** All parts are named. */
    public void started() {
        started = true;
    }

    /** Whether nothing has stopped for good. */
    public Answer live() {
        return answer(parts.stream().map(part -> look(part.name, part.alive)).toList(), true);
    }

    /** Whether all parts do their work. */
    public Answer ready() {
        return answer(parts.stream().map(part -> look(part.name, part.ready)).toList(), started);
    }

    private static Answer answer(List<Found> found, boolean complete) {
        boolean good = complete && found.stream().allMatch(one -> one.problem.isEmpty());
        List<String> lines = found.stream().map(Found::line).toList();
        return new Answer(good, complete || !lines.isEmpty() ? lines : List.of("starting"));
    }

    private static Found look(String name, Check check) {
        try {
            return new Found(name, check.problem());
        } catch (RuntimeException failed) {
            return new Found(name, Optional.of("cannot be asked: " + failed.getMessage()));
        }
    }
}
