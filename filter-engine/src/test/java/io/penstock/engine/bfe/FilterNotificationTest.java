// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import static io.penstock.engine.bfe.BfeSketch.callout;
import static io.penstock.engine.bfe.BfeSketch.filter;
import static io.penstock.engine.bfe.BfeSketch.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.CalloutFlag;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.ObjectKind;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Spec 5.5. */
class FilterNotificationTest {
    private final CalloutRegistry registry = new CalloutRegistry();
    private final NotifiedCallout taking = new NotifiedCallout("takes", true);
    private final NotifiedCallout refusing = new NotifiedCallout("refuses", false);
    private final NotifiedCallout worker = new NotifiedCallout("worker", false, CalloutMode.OUT_OF_BAND);
    private final BfeSketch sketch = new BfeSketch(with -> with.callouts(registry::lookup));
    private final BfeSession session = sketch.open("s");

    FilterNotificationTest() {
        for (NotifiedCallout callout : new NotifiedCallout[] {taking, refusing, worker}) {
            session.add(callout(callout.key()));
            registry.register(CalloutRegistration.of(callout));
        }
    }

    @Test
    void shouldTellACalloutOfFiltersThatAreAddedAndDeleted() {
        session.add(asking("f", "takes"));
        assertThat(taking.told).containsExactly("add f");
        session.delete(ObjectKind.FILTER, "f");
        assertThat(taking.told).containsExactly("add f", "delete f");
    }

    @Test
    void shouldLetACalloutRefuseAFilterAndKeepTheRest() {
        session.begin(TransactionMode.READ_WRITE);
        session.add(asking("f", "takes"));
        assertThat(refused(FwpError.FWP_E_CALLOUT_NOTIFICATION_FAILED, () -> session.add(asking("g", "refuses"))))
                .hasMessageContaining("'g'")
                .hasMessageContaining("'refuses'");
        session.commit();
        assertThat(sketch.filters()).containsExactly("f");
        assertThat(refusing.told).containsExactly("add g");
    }

    @Test
    void shouldTellOfADeleteThatCannotBeRefusedAndMayComeWithoutAnAdd() {
        registry.unregister("refuses");
        session.add(asking("f", "refuses"));
        registry.register(CalloutRegistration.of(refusing));
        session.delete(ObjectKind.FILTER, "f");
        assertThat(refusing.told).containsExactly("delete f");
        assertThat(sketch.filters()).isEmpty();
    }

    @Test
    void shouldTellOfDeletesOnlyOnceTheyAreCommitted() {
        session.add(asking("f", "takes"));
        session.begin(TransactionMode.READ_WRITE);
        session.delete(ObjectKind.FILTER, "f");
        assertThat(taking.told).containsExactly("add f");
        session.abort();
        assertThat(taking.told).containsExactly("add f");
        assertThat(sketch.filters()).containsExactly("f");
    }

    @Test
    void shouldTakeBackWhatItToldOfATransactionThatIsNotCommitted() {
        session.begin(TransactionMode.READ_WRITE);
        session.add(asking("f", "takes"));
        session.add(asking("g", "takes"));
        session.delete(ObjectKind.FILTER, "f");
        assertThat(taking.told).containsExactly("add f", "add g", "delete f");
        session.abort();
        assertThat(taking.told).containsExactly("add f", "add g", "delete f", "delete g");
    }

    @Test
    void shouldTellAWorkersCalloutAfterTheCommitWhereItCanRefuseNothing() {
        session.begin(TransactionMode.READ_WRITE);
        session.add(asking("f", "worker"));
        session.add(asking("gone", "worker"));
        session.delete(ObjectKind.FILTER, "gone");
        assertThat(worker.told).isEmpty();
        session.commit();
        assertThat(worker.told).containsExactly("add f");
        assertThat(sketch.filters()).containsExactly("f");
    }

    @Test
    void shouldTellACalloutAfterTheCommitWhereItsFlagsSaySo() {
        NotifiedCallout late =
                new NotifiedCallout("late", false, CalloutMode.INLINE, CalloutFlag.ENABLE_COMMIT_ADD_NOTIFY);
        registry.register(CalloutRegistration.of(late));
        session.add(callout("late"));
        session.begin(TransactionMode.READ_WRITE);
        session.add(asking("f", "late"));
        assertThat(late.told).isEmpty();
        session.commit();
        assertThat(late.told).containsExactly("add f");
        assertThat(sketch.filters()).containsExactly("f");
    }

    @Test
    void shouldTellOfTheFiltersThatADynamicSessionLeaves() {
        BfeSession dynamic = sketch.dynamic("d");
        dynamic.add(asking("f", "takes"));
        dynamic.close();
        assertThat(taking.told).containsExactly("add f", "delete f");
    }

    @Test
    void shouldShowWhetherACalloutIsRegistered() {
        registry.unregister("worker");
        assertThat(flags("takes")).containsExactly(ObjectFlag.REGISTERED);
        assertThat(flags("worker")).isEmpty();
    }

    private Set<ObjectFlag> flags(String key) {
        return ((FwpmCallout) session.get(ObjectKind.CALLOUT, key).object()).flags();
    }

    private static FwpmFilter asking(String key, String callout) {
        return filter(key).action(ActionType.CALLOUT_TERMINATING, callout);
    }
}
