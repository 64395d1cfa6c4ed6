// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.LocalEvaluation;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.classify.RecordedEvents;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Packets of one host that go through a policy whose callouts are here. */
public final class PolicyRun {
    public final RecordedEvents events = new RecordedEvents();
    private final Item item = new Item().agent("test", "test", 1);
    private final PolicyRevision revision;
    private final LocalEvaluation evaluation;
    private long number;

    /** A run under a policy as its document says it, which must be valid. */
    public PolicyRun(String document, Callout... callouts) throws PolicyErrors {
        Map<String, Callout> code = Stream.of(callouts).collect(Collectors.toMap(Callout::key, Function.identity()));
        revision = new PolicyRevision(
                PolicyDocument.parse("test.yaml", document.getBytes(StandardCharsets.UTF_8), code::get), 1);
        CalloutRegistry registry = new CalloutRegistry();
        Stream.of(callouts).forEach(callout -> registry.register(CalloutRegistration.of(callout)));
        evaluation = new LocalEvaluation(registry, events);
    }

    /** The packet's verdict as {@link RecordedEvents#text} spells it. */
    public String send(TestPacket packet) {
        RowBuffer rows = new RowBuffer();
        packet.number(++number).appendTo(rows);
        item.origin("", 0, number, 0).packet(0, rows.rows(), 0, rows.quoted(), rows.frames(), revision);
        evaluation.evaluate(item);
        return events.last();
    }

    /** The capture has ended. */
    public void end() {
        evaluation.endOfCapture("test");
    }
}
