// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.publish.AgentOptions;
import io.penstock.ingest.publish.CaptureAgents;
import io.penstock.ingest.publish.PacketsUnderWay;
import io.penstock.ingest.publish.PublishProgress;
import io.penstock.ingest.rows.LoopedCapture;
import io.penstock.ingest.rows.RowOptions;
import io.penstock.ingest.rows.RowSource;
import io.penstock.ingest.rows.RowSources;
import io.penstock.testsupport.ChildJvm;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Publishes a capture over and over, as many packets as it is told, the flows of each time round new ones. A process of its own. */
final class LoopedAgent {
    private static final int INCARNATION = 7;

    private LoopedAgent() {}

    /** Publishes so many packets, and returns when the brokers have them. */
    static void publish(String bootstrapServers, String capture, long packets, Duration atMost) {
        ChildJvm agent = ChildJvm.start(LoopedAgent.class, bootstrapServers, capture, Long.toString(packets));
        int code = agent.awaitEnd(atMost);
        if (code != 0) {
            throw new AssertionError(String.join("\n", agent.output()));
        }
    }

    /** The brokers, the capture, the number of packets. */
    public static void main(String[] arguments) throws Exception {
        LoopedCapture looped =
                LoopedCapture.of(CaptureSource.of(arguments[1], System.in), Long.parseLong(arguments[2]));
        try (RowSources sources = RowSources.of(List.of(RowSource.of("looped", looped, RowOptions.DEFAULT)));
                CaptureAgents agents = CaptureAgents.connect(
                        Map.of("bootstrap.servers", arguments[0]), AgentOptions.of(INCARNATION))) {
            agents.publish(sources, PacketsUnderWay.unlimited(), PublishProgress.NONE);
        }
    }
}
