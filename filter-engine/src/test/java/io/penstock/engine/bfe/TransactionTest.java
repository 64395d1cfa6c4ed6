// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import static io.penstock.engine.bfe.BfeSketch.block;
import static io.penstock.engine.bfe.BfeSketch.filter;
import static io.penstock.engine.bfe.BfeSketch.has;
import static io.penstock.engine.bfe.BfeSketch.refused;
import static io.penstock.engine.bfe.BfeSketch.sublayer;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.Test;

/** Spec 1.4. */
class TransactionTest {
    private final BfeSketch sketch = new BfeSketch();
    private final ManualTime time = sketch.time;
    private final BfeSession session = sketch.open("one");
    private final BfeSession other = sketch.open("two");

    @Test
    @SpecRule("1.4 T1")
    void shouldRunACallOutsideATransactionInOneOfItsOwn() {
        long before = sketch.engine.current().revision();
        session.add(block("f"));
        assertThat(sketch.engine.current().revision()).isEqualTo(before + 1);
        assertThat(sketch.filters()).containsExactly("f");
        assertThat(has(other, ObjectKind.FILTER, "f")).isTrue();
        refused(FwpError.FWP_E_NO_TXN_IN_PROGRESS, session::commit);
    }

    @Test
    @SpecRule("1.4 T2")
    void shouldCommitAllChangesOfATransactionAsOneRevision() {
        long before = sketch.engine.current().revision();
        session.begin(TransactionMode.READ_WRITE);
        session.add(sublayer("s", 7));
        session.add(filter("f").sublayer("s").block());
        assertThat(sketch.engine.current().revision()).isEqualTo(before);
        assertThat(has(other, ObjectKind.FILTER, "f")).isFalse();
        assertThat(has(session, ObjectKind.FILTER, "f")).isTrue();
        PolicyCommit commit = session.commit();
        assertThat(commit.revision()).isEqualTo(before + 1);
        assertThat(commit).isSameAs(sketch.engine.current());
        assertThat(has(other, ObjectKind.FILTER, "f")).isTrue();
    }

    @Test
    @SpecRule("1.4 T2")
    void shouldLeaveNothingOfAnAbortedTransaction() {
        session.add(block("kept"));
        long before = sketch.engine.current().revision();
        session.begin(TransactionMode.READ_WRITE);
        session.add(block("f"));
        session.delete(ObjectKind.FILTER, "kept");
        session.abort();
        assertThat(sketch.filters()).containsExactly("kept");
        assertThat(sketch.engine.current().revision()).isEqualTo(before);
    }

    @Test
    @SpecRule("1.4 T2")
    void shouldShowAReaderTheStateInWhichItsTransactionBegan() {
        session.add(block("old"));
        other.begin(TransactionMode.READ_ONLY);
        session.delete(ObjectKind.FILTER, "old");
        session.add(block("new"));
        assertThat(has(other, ObjectKind.FILTER, "old")).isTrue();
        assertThat(has(other, ObjectKind.FILTER, "new")).isFalse();
        other.commit();
        assertThat(has(other, ObjectKind.FILTER, "new")).isTrue();
    }

    @Test
    @SpecRule("1.4 T3")
    void shouldRefuseASecondTransactionInASession() {
        session.begin(TransactionMode.READ_ONLY);
        refused(FwpError.FWP_E_TXN_IN_PROGRESS, () -> session.begin(TransactionMode.READ_WRITE));
        refused(FwpError.FWP_E_TXN_IN_PROGRESS, () -> session.begin(TransactionMode.READ_ONLY));
        session.abort();
        session.begin(TransactionMode.READ_WRITE);
    }

    @Test
    @SpecRule("1.4 T4")
    void shouldRefuseToEndWhatIsNotOpen() {
        refused(FwpError.FWP_E_NO_TXN_IN_PROGRESS, session::commit);
        refused(FwpError.FWP_E_NO_TXN_IN_PROGRESS, session::abort);
    }

    @Test
    @SpecRule("1.4 T5")
    void shouldRefuseToWriteInAReadOnlyTransaction() {
        session.add(block("f"));
        session.begin(TransactionMode.READ_ONLY);
        refused(FwpError.FWP_E_INCOMPATIBLE_TXN, () -> session.add(block("g")));
        refused(FwpError.FWP_E_INCOMPATIBLE_TXN, () -> session.delete(ObjectKind.FILTER, "f"));
        assertThat(has(session, ObjectKind.FILTER, "f")).isTrue();
    }

    @Test
    @SpecRule("1.4 T6")
    void shouldLeaveATransactionUsableAfterAFailedCall() {
        session.begin(TransactionMode.READ_WRITE);
        session.add(block("f"));
        refused(FwpError.FWP_E_ALREADY_EXISTS, () -> session.add(block("f")));
        refused(
                FwpError.FWP_E_SUBLAYER_NOT_FOUND,
                () -> session.add(filter("g").sublayer("s").block()));
        session.add(sublayer("s", 1));
        session.add(filter("g").sublayer("s").block());
        session.commit();
        assertThat(sketch.filters()).containsExactly("f", "g");
    }

    @Test
    @SpecRule("1.4 T7")
    void shouldAbortTheTransactionOfAUserAfterAnHour() {
        session.begin(TransactionMode.READ_WRITE);
        session.add(block("f"));
        time.nowMillis += WriteLock.MAX_HOLD_MILLIS - 1;
        session.add(block("g"));
        time.nowMillis += 1;
        refused(FwpError.FWP_E_TXN_ABORTED, () -> session.add(block("h")));
        refused(FwpError.FWP_E_TXN_ABORTED, () -> session.get(ObjectKind.FILTER, "f"));
        refused(FwpError.FWP_E_TXN_IN_PROGRESS, () -> session.begin(TransactionMode.READ_WRITE));
        refused(FwpError.FWP_E_TXN_ABORTED, session::commit);
        assertThat(sketch.filters()).isEmpty();
        session.add(block("i"));
        assertThat(sketch.filters()).containsExactly("i");
    }

    @Test
    @SpecRule("1.4 T7")
    void shouldGiveTheLockToWhoWaitsWhenTheHourIsOver() {
        session.begin(TransactionMode.READ_WRITE);
        time.nowMillis += WriteLock.MAX_HOLD_MILLIS - 100;
        other.begin(TransactionMode.READ_WRITE);
        assertThat(time.nowMillis).isEqualTo(WriteLock.MAX_HOLD_MILLIS);
        refused(FwpError.FWP_E_TXN_ABORTED, session::abort);
        other.commit();
    }

    @Test
    @SpecRule("1.4 T7")
    void shouldNeverAbortTheTransactionOfTheKernel() {
        BfeSession kernel = sketch.engine.open(new FwpmSession("k", false, 0, BfeSketch.KERNEL));
        kernel.begin(TransactionMode.READ_WRITE);
        time.nowMillis += 10 * WriteLock.MAX_HOLD_MILLIS;
        refused(FwpError.FWP_E_TIMEOUT, () -> session.begin(TransactionMode.READ_WRITE));
        kernel.add(block("f"));
        kernel.commit();
        assertThat(sketch.filters()).containsExactly("f");
    }

    @Test
    @SpecRule("1.4 T8")
    void shouldNotAbortAnImplicitTransactionHoweverLongItTakes() {
        BfeSketch[] slow = new BfeSketch[1];
        slow[0] = new BfeSketch(with -> with.authorizer(request -> {
            if (request.right() == AccessRight.ADD) {
                // The call takes longer than any owner may hold the lock, and somebody looks meanwhile.
                slow[0].time.nowMillis += 2 * WriteLock.MAX_HOLD_MILLIS;
                slow[0].engine.current();
            }
            return true;
        }));
        slow[0].open("one").add(block("f"));
        assertThat(slow[0].filters()).containsExactly("f");
    }

    @Test
    @SpecRule("1.4 T9")
    void shouldRemoveWhatADynamicSessionAddedInOneRevision() {
        BfeSession dynamic = sketch.dynamic("d");
        session.add(block("static"));
        dynamic.add(sublayer("s", 7));
        dynamic.add(filter("f").sublayer("s").block());
        long before = sketch.engine.current().revision();
        dynamic.close();
        assertThat(sketch.engine.current().revision()).isEqualTo(before + 1);
        assertThat(sketch.filters()).containsExactly("static");
        assertThat(has(session, ObjectKind.SUBLAYER, "s")).isFalse();
    }

    @Test
    @SpecRule("1.4 T9")
    void shouldRemoveADynamicSessionsObjectsOnlyWhenTheLockIsFree() {
        BfeSession dynamic = sketch.dynamic("d");
        dynamic.add(block("f"));
        session.begin(TransactionMode.READ_WRITE);
        session.add(block("g"));
        dynamic.close();
        assertThat(sketch.filters()).containsExactly("f");
        PolicyCommit commit = session.commit();
        assertThat(commit.policy().filters()).hasSize(2);
        assertThat(sketch.engine.current().revision()).isEqualTo(commit.revision() + 1);
        assertThat(sketch.filters()).containsExactly("g");
    }

    @Test
    void shouldLetAWriterWaitForTheLockAsLongAsItsSessionSays() {
        BfeSession patient = sketch.engine.open(new FwpmSession("p", false, 40_000, BfeSketch.USER));
        session.begin(TransactionMode.READ_WRITE);
        assertThat(refused(FwpError.FWP_E_TIMEOUT, () -> other.begin(TransactionMode.READ_WRITE)))
                .hasMessageContaining("'two'")
                .hasMessageContaining("'one'");
        assertThat(time.nowMillis).isEqualTo(15_000);
        refused(FwpError.FWP_E_TIMEOUT, () -> patient.add(block("f")));
        assertThat(time.nowMillis).isEqualTo(55_000);
        time.whileWaiting.add(session::commit);
        patient.add(block("f"));
        assertThat(sketch.filters()).containsExactly("f");
    }

    @Test
    void shouldServeTheLineInTurn() {
        BfeSession third = sketch.open("three");
        List<String> order = new ArrayList<>();
        session.begin(TransactionMode.READ_WRITE);
        time.whileWaiting.add(() -> {
            time.whileWaiting.add(session::commit);
            // "two" stands before "three", so "three" waits until its time is out although the lock is free.
            refused(FwpError.FWP_E_TIMEOUT, () -> third.begin(TransactionMode.READ_WRITE));
            order.add("three gave up");
        });
        other.begin(TransactionMode.READ_WRITE);
        order.add("two");
        assertThat(order).containsExactly("three gave up", "two");
    }

    @Test
    void shouldWakeAWriterOfAnotherThreadWhenTheLockIsReleased() throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(1);
        BaseFilteringEngine engine = BaseFilteringEngine.builder(
                        new EngineTime() {
                            @Override
                            public long nowMillis() {
                                return 0;
                            }

                            @Override
                            public void await(Condition released, long millis) throws InterruptedException {
                                waiting.countDown();
                                assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
                            }
                        },
                        () -> "key")
                .start();
        BfeSession holder = engine.open(new FwpmSession("h", false, 0, BfeSketch.USER));
        BfeSession waiter = engine.open(new FwpmSession("w", false, 0, BfeSketch.USER));
        holder.begin(TransactionMode.READ_WRITE);
        holder.add(block("first"));
        Thread thread = Thread.ofVirtual().start(() -> waiter.add(block("second")));
        waiting.await();
        holder.commit();
        thread.join();
        assertThat(engine.current().policy().filters())
                .extracting(Filter::filterKey)
                .containsExactly("first", "second");
    }
}
