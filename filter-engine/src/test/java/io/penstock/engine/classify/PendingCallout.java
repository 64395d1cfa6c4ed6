// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.CompletionHandle;
import io.penstock.engine.callout.InjectionState;
import io.penstock.engine.callout.PendFunction;
import io.penstock.engine.callout.PendStatus;
import io.penstock.engine.condition.Field;
import io.penstock.engine.pend.Completion;
import java.util.ArrayList;
import java.util.List;

/** An inline callout that puts down what it is shown, and answers by what it has stored once it is shown it again, as spec 5.3 and 6.4 ask of it. */
final class PendingCallout implements Callout {
    final List<CompletionHandle> handles = new ArrayList<>();
    final List<PendStatus> statuses = new ArrayList<>();
    final List<Long> flags = new ArrayList<>();
    final List<Long> reasons = new ArrayList<>();
    final List<InjectionState> states = new ArrayList<>();
    private final String key;
    /** What it says when the visit is repeated: what the worker found meanwhile. */
    boolean permits = true;
    /** Whether it leaves out the absorb that P4 asks for. */
    boolean forgetsAbsorb;

    PendingCallout(String key) {
        this.key = key;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public void classify(ClassifyIn in, ClassifyOut out) {
        flags.add(in.values().number(Field.FLAGS));
        reasons.add(in.values().number(Field.REAUTHORIZE_REASON));
        states.add(in.injectionState());
        CompletionHandle handle = out.completionHandle();
        PendStatus status = pend(PendFunction.of(in.layer()), handle, out);
        statuses.add(status);
        if (status == PendStatus.SUCCESS) {
            handles.add(handle);
            out.block();
            if (!forgetsAbsorb) {
                out.absorb();
            }
        } else if (permits) {
            out.permit(in);
        } else {
            out.block();
        }
    }

    private static PendStatus pend(PendFunction function, CompletionHandle handle, ClassifyOut out) {
        return switch (function) {
            case PEND_OPERATION, DEFER, NONE -> out.pendOperation(handle);
            case PEND_CLASSIFY -> out.pendClassify(handle);
            case CLONE -> out.pendClone(handle);
        };
    }

    /** Completes what was put down last. */
    void complete(FilterEngine engine) {
        CompletionHandle handle = handles.getLast();
        engine.complete(new Completion.Permit(handle.pendId(), handle.digest(), List.of()));
    }

    /** Completes it without a verdict. */
    void completeWithout(FilterEngine engine) {
        CompletionHandle handle = handles.getLast();
        engine.complete(new Completion.ClassifyAgain(handle.pendId(), handle.digest(), List.of()));
    }
}
