// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.stream.CalloutState;
import io.penstock.engine.stream.StreamAction;
import io.penstock.engine.stream.StreamAnswer;
import io.penstock.engine.stream.StreamBytes;
import io.penstock.engine.stream.StreamIndication;
import java.util.List;

/** Asks callouts about bytes of a stream, and takes down what they answer before the next one writes its own (spec 7.1, 7.3). One thread. */
final class StreamAnswers {
    private final VisitDesk visits;

    /** An answer. {@code action} is what it evaluates to. */
    record Answer(
            StreamAction stream,
            int required,
            int enforced,
            List<StreamAnswer.Injection> injections,
            CalloutAction action,
            DiscardReason detail) {}

    StreamAnswers(VisitDesk visits) {
        this.visits = visits;
    }

    /**
     * Asks once.
     *
     * @param callout what is remembered of it, or null
     * @param full whether no more bytes can be gathered
     * @param noMore whether no more will come
     */
    Answer ask(
            Arbitration arbitration,
            RuntimeFilter filter,
            CalloutState callout,
            StreamBytes data,
            boolean full,
            boolean noMore) {
        CalloutDesk callouts = visits.callouts();
        callouts.stream(StreamIndication.of(data, callout == null ? 0 : callout.takeMissed(), full, noMore));
        Arbitration.FilterResult result = arbitration.candidate(filter, callouts);
        callouts.stream(null);
        StreamAnswer said = callouts.streamAnswer();
        return new Answer(
                said.action(),
                said.countBytesRequired(),
                said.countBytesEnforced(),
                List.copyOf(said.injections()),
                result.action,
                result.detail);
    }
}
