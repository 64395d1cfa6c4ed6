// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.session;

import io.penstock.engine.policy.document.CommentedPolicy;
import io.penstock.stream.control.ActivatedRevision;
import io.penstock.stream.control.ActivationOutcome;
import io.penstock.stream.control.ControlWriter;
import io.penstock.stream.control.Expectation;
import io.penstock.stream.control.PolicyLogReader;
import io.penstock.stream.control.PolicyToActivate;
import java.util.List;
import java.util.Map;

/** The revisions on {@code penstock.policy}; what was read before is not read again. */
final class KafkaRevisionLog implements RevisionLog {
    private final PolicyLogReader reader;
    private final ControlWriter writer;
    private Standing last = new Standing(ActivatedRevision.NONE, CommentedPolicy.NONE);

    KafkaRevisionLog(Map<String, Object> clientProperties) {
        this(clientProperties, new ControlWriter(clientProperties));
    }

    KafkaRevisionLog(Map<String, Object> clientProperties, ControlWriter writer) {
        reader = PolicyLogReader.open(clientProperties);
        this.writer = writer;
    }

    @Override
    public synchronized Standing read() {
        ActivatedRevision active = reader.readToEnd().active();
        if (active.revision() != last.revision().revision()) {
            last = new Standing(active, reader.log().commented(active));
        }
        return last;
    }

    @Override
    public ActivationOutcome activate(PolicyToActivate policy, Expectation expectation) {
        // Two at a time would fence each other.
        synchronized (writer) {
            return writer.activate(policy, List.of(), expectation);
        }
    }

    @Override
    public synchronized void close() {
        reader.close();
    }
}
