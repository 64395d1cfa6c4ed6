// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.testsupport.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A process that runs commands one after the other in a heap of its own, and ends where that is not enough. One thread. */
final class CommandLoop implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final ChildJvm child;
    private int commands;

    private CommandLoop(ChildJvm child) {
        this.child = child;
    }

    /** {@code heap} is the JVM's option. */
    static CommandLoop start(String heap) {
        return new CommandLoop(ChildJvm.start(CommandLoop.class, List.of(heap, "-XX:+ExitOnOutOfMemoryError")));
    }

    /** Runs one. */
    CommandRun run(String... arguments) {
        try {
            String line = JSON.writeValueAsString(arguments) + "\n";
            child.standardInput().write(line.getBytes(StandardCharsets.UTF_8));
            child.standardInput().flush();
            commands++;
            return JSON.readValue(child.awaitLine(prefix(commands), PATIENCE), CommandRun.class);
        } catch (IOException ended) {
            throw new UncheckedIOException(String.join("\n", child.output()), ended);
        }
    }

    private static String prefix(int command) {
        return "command " + command + ": ";
    }

    /** The process. */
    public static void main(String[] none) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int command = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            CommandRun run = CommandRun.of(JSON.readValue(line, String[].class));
            command++;
            System.out.println(prefix(command) + JSON.writeValueAsString(run));
        }
    }

    @Override
    public void close() {
        child.kill();
    }
}
