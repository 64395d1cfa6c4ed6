// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.pipeline.FateLog;
import io.penstock.ingest.capture.CapturedPacket;
import io.penstock.ingest.rows.RowSource;
import io.penstock.ingest.rows.RowSources;
import java.io.IOException;
import java.util.List;

/**
 * Writes what leaves in the order of capture. Verdicts come in another order, partition by partition, so the captures are read once more, beside the
 * log of fates.
 */
final class EgressReplay {
    private EgressReplay() {}

    static void write(CaptureArguments captures, List<String> files, StandardInput input, FateLog log, Egress leaving)
            throws IOException {
        try (RowSources again = captures.open(files, input.stream())) {
            for (RowSource source : again.agents()) {
                while (source.next()) {
                    write(source.agent(), source.sequence(), source.packet(), log, leaving);
                }
            }
        }
    }

    private static void write(String agent, long sequence, CapturedPacket packet, FateLog log, Egress leaving) {
        if (log.isPermitted(agent, sequence)) {
            leaving.write(packet);
        }
        for (FateLog.Clone clone : log.clonesOf(agent, sequence)) {
            byte[] frame = clone.frame();
            leaving.write(
                    frame,
                    0,
                    frame.length,
                    clone.wireLength(),
                    clone.linkType(),
                    clone.interfaceId(),
                    packet.captureTimeNanos());
        }
    }
}
