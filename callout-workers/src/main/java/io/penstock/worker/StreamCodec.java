// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.engine.pend.PendedStream;
import io.penstock.engine.stream.StreamBytes;
import io.penstock.schemas.StreamAction;
import io.penstock.schemas.StreamInjection;
import io.penstock.schemas.StreamStep;
import io.penstock.schemas.StreamVerdict;
import java.nio.ByteBuffer;
import java.util.List;

/** Crosses between the wire and the engine where bytes of streams are asked about. */
final class StreamCodec {
    private StreamCodec() {}

    /**
     * What the callout is shown, null for null.
     *
     * @throws IllegalArgumentException if the stretches do not fit the bytes
     */
    static PendedStream shown(io.penstock.schemas.PendedStream record) {
        if (record == null) {
            return null;
        }
        List<StreamBytes.Run> runs = record.getRuns().stream()
                .map(run -> new StreamBytes.Run(
                        run.getOffset(),
                        run.getLength(),
                        run.getFlags(),
                        run.getInjectedBy().isEmpty() ? null : run.getInjectedBy(),
                        false))
                .toList();
        byte[] data = new byte[record.getData().remaining()];
        record.getData().duplicate().get(data);
        return new PendedStream(
                runs, data, 0, record.getMissedBytes(), record.getBufferLimitReached(), record.getNoMoreData());
    }

    static StreamStep step(io.penstock.engine.pend.StreamStep step) {
        return new StreamStep(
                StreamAction.valueOf(step.stream().name()),
                step.action() == null
                        ? StreamVerdict.UNWRITTEN
                        : StreamVerdict.valueOf(step.action().name()),
                step.required(),
                step.enforced(),
                step.injections().stream()
                        .map(put -> new StreamInjection(put.flags(), ByteBuffer.wrap(put.data())))
                        .toList());
    }
}
