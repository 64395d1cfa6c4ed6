// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.engine.callout.Callout;
import io.penstock.worker.AddressBlockingCallout;
import io.penstock.worker.CalloutWorker;
import io.penstock.worker.WorkerConfig;
import io.penstock.worker.WorkerException;
import io.penstock.worker.WorkerMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Workers of callouts, so many of each. */
public final class RunWorkers implements AutoCloseable {
    private final List<CalloutWorker> workers = new ArrayList<>();
    private final AddressBlocks blocks;

    private RunWorkers(AddressBlocks blocks) {
        this.blocks = blocks;
    }

    /**
     * Starts them; topics and groups are made where they are missing.
     *
     * @param keys callouts whose code is on the class path
     * @param name what each worker's name begins with
     * @param registry where they count; empty: nowhere
     */
    public static RunWorkers start(
            KafkaClientSettings kafka, List<String> keys, int each, String name, Optional<MeterRegistry> registry) {
        RunWorkers all = new RunWorkers(new AddressBlocks(kafka.client(), name));
        try {
            for (String key : keys) {
                WorkerMetrics metrics =
                        registry.map(into -> WorkerMetrics.in(into, key)).orElse(WorkerMetrics.NOOP);
                for (int i = 1; i <= number(key, each); i++) {
                    WorkerConfig config = WorkerConfig.of(kafka.client(), name + "-" + i);
                    all.workers.add(CalloutWorker.start(config, () -> all.code(key), metrics));
                }
            }
            return all;
        } catch (RuntimeException failed) {
            all.close();
            throw failed;
        }
    }

    /** One worker asks an instance for each partition at the same time; a second one would take partitions over while the first packets come, and see their connections from the middle. */
    private static int number(String key, int each) {
        return switch (CalloutCode.instance(key).delivery()) {
            case SHARED -> each;
            case PARTITIONED -> Math.min(1, each);
        };
    }

    /** Why not all of them answer packets now, in a few words; empty where they do. */
    public Optional<String> unready() {
        return workers.stream()
                .flatMap(worker -> worker.unready().map(why -> worker.calloutKey() + ": " + why).stream())
                .findFirst();
    }

    private Callout code(String key) {
        Callout callout = CalloutCode.instance(key);
        if (callout instanceof AddressBlockingCallout blocking) {
            blocking.blockAddressesBy(blocks);
        }
        return callout;
    }

    /** Throws if one has stopped by itself. */
    public void check() {
        for (CalloutWorker worker : workers) {
            worker.failure().ifPresent(RunWorkers::fail);
        }
    }

    private static void fail(WorkerException failure) {
        throw failure;
    }

    @Override
    public void close() {
        workers.forEach(CalloutWorker::close);
        blocks.close();
    }
}
