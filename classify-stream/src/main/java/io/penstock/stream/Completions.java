// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.callout.ClassifyOut.Finding;
import io.penstock.engine.pend.Completion;
import java.nio.ByteBuffer;
import java.util.List;

/** Reads a worker's answer as the engine takes it. */
final class Completions {
    private Completions() {}

    static Completion of(io.penstock.schemas.Completion record) {
        String id = record.getPendId();
        long digest = record.getDigest();
        List<Finding> findings = record.getFindings().stream()
                .map(found -> new Finding(found.getKey(), found.getMessage()))
                .toList();
        Long flowContext = record.getFlowContext();
        return switch (record.getKind()) {
            case PERMIT -> new Completion.Permit(id, digest, findings, flowContext);
            case BLOCK -> new Completion.Block(id, digest, findings, flowContext);
            case REPLACE ->
                new Completion.Replace(
                        id,
                        digest,
                        record.getInjections().stream().map(Completions::bytes).toList(),
                        findings,
                        flowContext);
            case FAILED -> new Completion.Failed(id, digest, findings, flowContext);
        };
    }

    private static byte[] bytes(ByteBuffer view) {
        byte[] copy = new byte[view.remaining()];
        view.duplicate().get(copy);
        return copy;
    }
}
