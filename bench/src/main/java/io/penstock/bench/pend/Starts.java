// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The same measurement in several processes, one after the other: compilers decide otherwise in each, and all of a process's passes share that. */
final class Starts {
    private Starts() {}

    /**
     * Runs them, and prints what they come to.
     *
     * @param mostStolen percent of the processors that a hypervisor may have given to others during a pass that counts
     * @param results where the passes go, with the number of their start behind its name
     * @param arguments the options of each
     * @throws IOException if one of them fails
     */
    static void run(int starts, double mostStolen, Path results, List<String> arguments)
            throws IOException, InterruptedException {
        List<Passes> all = new ArrayList<>();
        for (int start = 1; start <= starts; start++) {
            System.out.println("start " + start + " of " + starts);
            Path file = results.resolveSibling(results.getFileName() + "." + start);
            run(file, arguments);
            all.add(Passes.read(file));
        }
        new Summary(all, mostStolen).print(System.out);
    }

    private static void run(Path results, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PendBench.class.getName()));
        command.addAll(arguments);
        command.addAll(List.of(PendOptions.RESULTS, results.toString()));
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException("a start ended with " + code);
        }
    }
}
