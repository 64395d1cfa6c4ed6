// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One fault that befalls one role at one moment. */
record FaultCell(Role role, Fault fault, Moment moment) {
    /** Who is hit. The broker last, and the topology that a second instance has taken over from just before it. */
    enum Role {
        WORKER,
        AGENT,
        CLASSIFY,
        BROKER
    }

    /** What befalls it. */
    enum Fault {
        /** SIGKILL, and started again. */
        KILL,
        /** SIGTERM, and started again. */
        TERM,
        /** SIGSTOP for longer than the lock on a packet, or the session, then SIGCONT. */
        STOP
    }

    /** When, as the topics tell. */
    enum Moment {
        /** A packet was pended, and not answered. */
        PENDED,
        /** The first answer stands in the topic. */
        COMPLETING,
        /** Answers are coming, at a random place between two commits. */
        COMMITTING
    }

    /** Every cell. */
    static List<FaultCell> all() {
        List<FaultCell> cells = new ArrayList<>();
        for (Role role : Role.values()) {
            for (Fault fault : Fault.values()) {
                for (Moment moment : Moment.values()) {
                    cells.add(new FaultCell(role, fault, moment));
                }
            }
        }
        return cells;
    }

    /** Each role with each fault at one moment: each role and each fault has all moments. */
    static List<FaultCell> oneMomentAPair() {
        return all().stream()
                .filter(cell -> cell.moment.ordinal() == (cell.role.ordinal() + cell.fault.ordinal()) % 3)
                .toList();
    }

    /** Its place in {@link #all()}. */
    int ordinal() {
        return (role.ordinal() * Fault.values().length + fault.ordinal()) * Moment.values().length + moment.ordinal();
    }

    /** Its name in file names and on the command line, and the name of its agent. */
    String key() {
        return "%s-%s-%s".formatted(role, fault, moment).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return key();
    }
}
