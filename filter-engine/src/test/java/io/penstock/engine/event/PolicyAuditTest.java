// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.classify.PolicySketch;
import io.penstock.engine.policy.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the audit log says of a policy that comes into force (spec 8.4, events 5440 to 5450). */
class PolicyAuditTest {
    private static final String CONNECT = "ALE_AUTH_CONNECT_V4";

    @Test
    void shouldTellWhatWasThereAtTheStart() {
        Policy policy = new PolicySketch()
                .sublayer("mine", 5)
                .terminating("ask", CONNECT, "judge")
                .policy();

        assertThat(ids(PolicyAudit.atStart(policy))).containsExactly(5444, 5440, 5441);
        assertThat(PolicyAudit.atStart(policy).getLast().fields())
                .containsEntry("FilterKey", "ask")
                .containsEntry("FilterId", "1")
                .containsEntry("LayerId", "48")
                .containsEntry("SubLayerKey", "mine")
                .containsEntry("Action", "FWP_ACTION_CALLOUT_TERMINATING")
                .containsEntry("CalloutKey", "judge");
    }

    @Test
    void shouldTellWhatTwoPoliciesDifferInRemovalsFirst() {
        Policy before =
                new PolicySketch().block("old", CONNECT).permit("both", CONNECT).policy();
        Policy after = new PolicySketch()
                .block("old", "ALE_AUTH_RECV_ACCEPT_V4")
                .permit("both", CONNECT)
                .inspect("new", CONNECT, "log")
                .policy();

        List<PolicyAuditEvent> events = PolicyAudit.changed(before, after);

        assertThat(ids(events)).containsExactly(5447, 5446, 5447, 5447);
        assertThat(events)
                .extracting(event -> event.fields().get("ChangeType") + " "
                        + event.fields()
                                .getOrDefault("FilterKey", event.fields().get("CalloutKey")))
                .containsExactly("Delete old", "Add log", "Add old", "Add new");
    }

    @Test
    void shouldTellNothingOfAPolicyThatStaysTheSame() {
        Policy policy = new PolicySketch().block("no", CONNECT).policy();

        assertThat(PolicyAudit.changed(policy, policy)).isEmpty();
    }

    private static List<Integer> ids(List<PolicyAuditEvent> events) {
        return events.stream().map(PolicyAuditEvent::id).toList();
    }
}
