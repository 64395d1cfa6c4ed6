// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import static io.penstock.engine.bfe.BfeSketch.block;
import static io.penstock.engine.bfe.BfeSketch.owned;
import static io.penstock.engine.bfe.BfeSketch.provider;
import static io.penstock.engine.bfe.BfeSketch.refused;
import static io.penstock.engine.bfe.BfeSketch.sublayer;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.bfe.ChangeSubscription.Flag;
import io.penstock.engine.bfe.ChangeSubscription.Notice;
import io.penstock.engine.bfe.ChangeSubscription.Template;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Spec 1.14. */
class ChangeSubscriptionTest {
    private final BfeSketch sketch = new BfeSketch();
    private final BfeSession session = sketch.open("s");

    @Test
    void shouldTellOfCommittedChangesInOrder() {
        ChangeSubscription filters = session.subscribe(Template.of(ObjectKind.FILTER, 10));
        session.begin(TransactionMode.READ_WRITE);
        long f = session.add(block("f")).luid();
        session.add(block("gone"));
        session.delete(ObjectKind.FILTER, "gone");
        session.add(sublayer("s", 1));
        assertThat(filters.poll()).isEmpty();
        session.commit();
        session.delete(ObjectKind.FILTER, "f");
        session.begin(TransactionMode.READ_WRITE);
        session.add(block("never"));
        session.abort();
        assertThat(notices(filters))
                .containsExactly(
                        new Notice(true, ObjectKind.FILTER, "f", f), new Notice(false, ObjectKind.FILTER, "f", f));
    }

    @Test
    void shouldTellOnlyOfWhatTheTemplateSelects() {
        session.add(provider("acme", null));
        ChangeSubscription deletes =
                session.subscribe(new Template(ObjectKind.FILTER, null, null, Set.of(Flag.NOTIFY_ON_DELETE), 10));
        ChangeSubscription acmes =
                session.subscribe(new Template(ObjectKind.SUBLAYER, "acme", null, Set.of(Flag.NOTIFY_ON_ADD), 10));
        ChangeSubscription streams = session.subscribe(new Template(
                ObjectKind.FILTER, null, FilterEnumTemplate.all().layer("STREAM_V4"), Set.of(Flag.NOTIFY_ON_ADD), 10));
        session.add(block("f"));
        session.add(FwpmFilter.at("STREAM_V4", "g").block());
        session.delete(ObjectKind.FILTER, "f");
        session.add(sublayer("nobody's", 1));
        session.add(owned(sublayer("acme's", 1), "acme"));
        assertThat(notices(deletes)).extracting(Notice::key).containsExactly("f");
        assertThat(notices(acmes)).extracting(Notice::key).containsExactly("acme's");
        assertThat(notices(streams)).extracting(Notice::key).containsExactly("g");
    }

    @Test
    void shouldDropWhatAFullQueueCannotTakeAndSaySoInItsPlace() {
        ChangeSubscription narrow = session.subscribe(Template.of(ObjectKind.SUBLAYER, 2));
        for (int i = 0; i < 4; i++) {
            session.add(sublayer("s" + i, 1));
        }
        assertThat(narrow.poll()).map(Notice::key).contains("s0");
        session.add(sublayer("s4", 1));
        assertThat(narrow.poll()).map(Notice::key).contains("s1");
        refused(FwpError.FWP_E_NOTIFICATION_DROPPED, narrow::poll);
        assertThat(narrow.poll()).isEmpty();
        session.add(sublayer("s5", 1));
        assertThat(narrow.poll()).map(Notice::key).contains("s5");
    }

    @Test
    void shouldEndWithItsSessionOrWhenItIsCancelled() {
        ChangeSubscription own = session.subscribe(Template.of(ObjectKind.FILTER, 10));
        BfeSession other = sketch.open("t");
        ChangeSubscription others = other.subscribe(Template.of(ObjectKind.FILTER, 10));
        other.close();
        session.add(block("f"));
        own.cancel();
        session.add(block("g"));
        assertThat(notices(own)).extracting(Notice::key).containsExactly("f");
        assertThat(notices(others)).isEmpty();
    }

    private static List<Notice> notices(ChangeSubscription subscription) {
        List<Notice> notices = new ArrayList<>();
        for (Optional<Notice> next = subscription.poll(); next.isPresent(); next = subscription.poll()) {
            notices.add(next.get());
        }
        return notices;
    }
}
