// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.ClassifyOut.Finding;
import io.penstock.engine.pend.Completion;
import io.penstock.engine.pend.PendedStream;
import io.penstock.engine.pend.StreamStep;
import io.penstock.engine.stream.StreamAction;
import io.penstock.engine.stream.StreamAnswer;
import io.penstock.engine.stream.StreamBytes;
import io.penstock.schemas.StreamInjection;
import io.penstock.schemas.StreamRun;
import io.penstock.schemas.StreamVerdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Spells bytes of streams as the wire does, and reads a worker's answers about them, held to their bounds. */
final class StreamSteps {
    private StreamSteps() {}

    /** What a worker is shown. */
    static io.penstock.schemas.PendedStream shown(PendedStream stream) {
        List<StreamRun> runs = stream.runs().stream()
                .map(run -> new StreamRun(
                        run.offset(), run.length(), run.flags(), run.injectedBy() == null ? "" : run.injectedBy()))
                .toList();
        StreamBytes bytes = stream.bytes();
        byte[] data = Arrays.copyOfRange(bytes.array(), bytes.from(), bytes.from() + bytes.length());
        return new io.penstock.schemas.PendedStream(
                runs, ByteBuffer.wrap(data), stream.missedBytes(), stream.bufferLimitReached(), stream.noMoreData());
    }

    /** A worker's answer; what goes beyond its bounds is as an answer that failed. */
    static Completion of(io.penstock.schemas.Completion record, List<Finding> findings) {
        try {
            List<StreamStep> steps = new ArrayList<>();
            for (io.penstock.schemas.StreamStep step : record.getStreamSteps()) {
                steps.add(step(step));
            }
            return new Completion.Stream(
                    record.getPendId(), record.getDigest(), steps, findings, record.getFlowContext());
        } catch (IllegalArgumentException unbounded) {
            return new Completion.Failed(record.getPendId(), record.getDigest(), findings);
        }
    }

    private static StreamStep step(io.penstock.schemas.StreamStep step) {
        return new StreamStep(
                StreamAction.valueOf(step.getStreamAction().name()),
                action(step.getVerdict()),
                step.getBytesRequired(),
                step.getBytesEnforced(),
                step.getInjections().stream().map(StreamSteps::injection).toList());
    }

    private static CalloutAction action(StreamVerdict verdict) {
        return verdict == StreamVerdict.UNWRITTEN ? null : CalloutAction.valueOf(verdict.name());
    }

    private static StreamAnswer.Injection injection(StreamInjection injection) {
        byte[] data = new byte[injection.getData().remaining()];
        injection.getData().duplicate().get(data);
        return new StreamAnswer.Injection(injection.getFlags(), data);
    }
}
