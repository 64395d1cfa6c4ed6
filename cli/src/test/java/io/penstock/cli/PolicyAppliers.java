// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Applies policies all at once, each on a thread of its own, as soon as a byte comes on its standard input. Ends when that ends. */
final class PolicyAppliers {
    private PolicyAppliers() {}

    /**
     * Says {@code READY}, then for each policy {@code APPLIED}, its file, the exit code and what the command printed.
     *
     * @param arguments brokers, folder, number of the first policy, how many, and what else {@code policy apply} is to be told
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        int first = Integer.parseInt(arguments[2]);
        int count = Integer.parseInt(arguments[3]);
        List<String> more = List.of(arguments).subList(4, arguments.length);
        System.out.println("READY");
        if (System.in.read() < 0) {
            return;
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<Future<?>> applied = new ArrayList<>();
            for (int number = first; number < first + count; number++) {
                String file = folder.resolve("p" + number + ".yaml").toString();
                applied.add(threads.submit(() -> apply(file, arguments[0], more)));
            }
            for (Future<?> one : applied) {
                one.get();
            }
        }
        awaitEnd();
    }

    private static void apply(String file, String brokers, List<String> more) {
        String[] command = Stream.concat(
                        Stream.of("policy", "apply", file, "--bootstrap", brokers, "--json"), more.stream())
                .toArray(String[]::new);
        CommandRun run = CommandRun.withInput(new byte[0], command);
        String line = run.outLines().isEmpty()
                ? String.join(" | ", run.errLines())
                : run.outLines().getFirst();
        System.out.println("APPLIED " + file + " " + run.exitCode() + " " + line);
    }

    private static void awaitEnd() throws IOException {
        System.out.println("END");
        while (System.in.read() >= 0) {
            // Until the test has had enough.
        }
    }
}
