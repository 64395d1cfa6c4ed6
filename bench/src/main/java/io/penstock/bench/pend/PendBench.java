// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Pends beside plain request and reply, in turn over one broker; then with a worker killed; and what idleness costs. */
public final class PendBench {
    /** How often a pass that was disturbed is measured again. */
    private static final int AGAIN = 3;

    private final PendOptions options;
    private final Figures figures;

    private PendBench(PendOptions options) {
        this.options = options;
        figures = new Figures(System.out, options.mostStolen());
    }

    /**
     * Runs it.
     *
     * @param arguments pairs of name and value, as {@link PendOptions} has them
     */
    public static void main(String[] arguments) throws Exception {
        PendOptions options = PendOptions.parse(arguments);
        if (options.starts() > 1) {
            Starts.run(options.starts(), options.mostStolen(), options.results(), options.ofOneStart());
            return;
        }
        if (options.idle()) {
            idle(options.partitions());
        }
        if (!options.roundTrips()) {
            return;
        }
        PendBench bench = new PendBench(options);
        for (int rate : options.rates()) {
            bench.measure(new Load(rate, options.partitions()));
        }
        bench.finish();
    }

    /** Alone in its process, or what the topology takes could not be told. */
    private static void idle(int partitions) throws Exception {
        try (PassBroker broker = PassBroker.Apart.start();
                Scratch state = Scratch.create();
                PendRoundTrip pend =
                        PendRoundTrip.open(broker.bootstrapServers(), state.path(), new Load(1, partitions))) {
            Idleness idle = pend.idle();
            System.out.printf(
                    Locale.ROOT,
                    "idle: worker %.2f %% of a core, topology %.2f %%%n",
                    100 * idle.worker(),
                    100 * idle.topology());
        }
    }

    private PassBroker broker() throws IOException {
        return options.embedded() ? PassBroker.Embedded.start() : PassBroker.Apart.start();
    }

    private void measure(Load load) throws Exception {
        try (PassBroker broker = broker();
                Scratch state = Scratch.create();
                RequestReply plain = RequestReply.open(broker.bootstrapServers(), load);
                PendRoundTrip pend = PendRoundTrip.open(broker.bootstrapServers(), state.path(), load)) {
            List<Kind> kinds = kinds(plain, pend, load);
            for (Kind kind : kinds) {
                kind.warmUp(options.warmUp());
            }
            for (int pass = 0; pass < options.passes(); pass++) {
                for (Kind kind : kinds) {
                    quietPass(kind, load.perSecond(), broker);
                }
            }
        }
    }

    private List<Kind> kinds(RequestReply plain, PendRoundTrip pend, Load load) {
        Set<String> only = options.only();
        List<Kind> kinds = new ArrayList<>();
        if (only.contains("request")) {
            kinds.add(new Kind.Evenly(plain, load));
        }
        if (only.contains("gathered")) {
            kinds.add(new Kind.Gathered(plain, load));
        }
        if (only.contains("pend")) {
            kinds.add(new Kind.Pend(pend, load));
        }
        if (only.contains("kill")) {
            kinds.add(new Kind.PendKill(pend, load, options.warmUp()));
        }
        return kinds;
    }

    private void quietPass(Kind kind, int perSecond, PassBroker broker) throws Exception {
        for (int again = 0; pass(kind, perSecond, broker) > options.mostStolen() && again < AGAIN; again++) {
            continue;
        }
    }

    /** Returns percent of the processors that were stolen meanwhile. */
    private double pass(Kind kind, int perSecond, PassBroker broker) throws Exception {
        kind.settle();
        Stolen stolenBefore = Stolen.soFar();
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        Cost before = Cost.soFar(kind.answererNanos(), broker.cpuNanos());
        Kind.Passed passed = kind.pass(options.measured());
        Cost after = Cost.soFar(kind.answererNanos(), broker.cpuNanos());
        double stolen = Stolen.soFar().percentSince(stolenBefore);
        RoundTrips trips = passed.trips();
        figures.note(
                kind.name(),
                perSecond,
                Passes.Row.of(
                        trips.micros(passed.leftOut()),
                        load,
                        stolen,
                        after.since(before, trips.pace().requests())));
        if (!passed.leftOut().isEmpty()) {
            System.out.println(
                    "    delivered again, left out: " + passed.leftOut().cardinality());
        }
        return stolen;
    }

    private void finish() throws IOException {
        figures.summarise();
        figures.write(options.results(), options.broker());
        System.out.println("written to " + options.results());
    }
}
