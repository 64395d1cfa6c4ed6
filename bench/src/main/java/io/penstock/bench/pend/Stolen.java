// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import java.util.stream.LongStream;

/**
 * Processor time of this machine so far, in ticks: a hypervisor that gives some of it to others while there is work here makes every figure larger, and the one
 * kind of round trip more than the other. From the first line of /proc/stat; proc(5) has its fields.
 *
 * @param ticks that were wanted here and given to others
 * @param all of all processors, idle ones too
 */
record Stolen(long ticks, long all) {
    private static final Path STAT = Path.of("/proc/stat");
    /** user, nice, system, idle, iowait, irq, softirq, steal; what guests take, behind it, is counted in user and nice already. */
    private static final int FIELDS = 8;

    /** So far; nothing is ever stolen where the system does not tell. */
    static Stolen soFar() throws IOException {
        return Files.exists(STAT) ? parse(Files.readString(STAT)) : new Stolen(0, 0);
    }

    /** Reads what such a file begins with. */
    static Stolen parse(String stat) {
        try (Scanner words = new Scanner(stat)) {
            words.next("cpu");
            long[] fields = LongStream.generate(words::nextLong).limit(FIELDS).toArray();
            return new Stolen(fields[FIELDS - 1], LongStream.of(fields).sum());
        }
    }

    /** Of all processor time since then, in percent. */
    double percentSince(Stolen before) {
        return all == before.all ? 0 : 100.0 * (ticks - before.ticks) / (all - before.all);
    }
}
