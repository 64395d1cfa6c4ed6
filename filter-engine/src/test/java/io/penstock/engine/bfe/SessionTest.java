// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import static io.penstock.engine.bfe.BfeSketch.block;
import static io.penstock.engine.bfe.BfeSketch.filter;
import static io.penstock.engine.bfe.BfeSketch.has;
import static io.penstock.engine.bfe.BfeSketch.refused;
import static io.penstock.engine.bfe.BfeSketch.sublayer;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.ObjectKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Spec 1.3. */
class SessionTest {
    private final BfeSketch sketch = new BfeSketch();
    private final BfeSession session = sketch.open("s");

    @Test
    void shouldAbortTheTransactionOfASessionThatEnds() {
        session.begin(TransactionMode.READ_WRITE);
        session.add(block("f"));
        session.close();
        assertThat(sketch.filters()).isEmpty();
        sketch.open("next").begin(TransactionMode.READ_WRITE);
        assertThat(sketch.time.nowMillis).isZero();
    }

    @Test
    void shouldEndASessionWhoseClientIsGoneAsIfItHadClosed() {
        BfeSession dynamic = sketch.dynamic("d");
        dynamic.add(block("f"));
        dynamic.begin(TransactionMode.READ_WRITE);
        dynamic.add(block("g"));
        sketch.engine.endSession("d");
        assertThat(sketch.filters()).isEmpty();
        refused(FwpError.FWP_E_SESSION_ABORTED, () -> dynamic.add(block("h")));
        refused(FwpError.FWP_E_NOT_FOUND, () -> sketch.engine.endSession("d"));
        dynamic.close();
    }

    @Test
    void shouldRefuseEveryCallInAnAbortedSessionUntilItIsClosed() {
        session.begin(TransactionMode.READ_WRITE);
        session.add(block("f"));
        sketch.engine.abortSession("s");
        refused(FwpError.FWP_E_SESSION_ABORTED, session::commit);
        refused(FwpError.FWP_E_SESSION_ABORTED, () -> session.add(block("g")));
        refused(FwpError.FWP_E_SESSION_ABORTED, () -> session.get(ObjectKind.FILTER, "f"));
        assertThat(sketch.filters()).isEmpty();
        refused(FwpError.FWP_E_ALREADY_EXISTS, () -> sketch.open("s"));
        session.close();
        sketch.open("s").add(block("g"));
        assertThat(sketch.filters()).containsExactly("g");
    }

    @Test
    void shouldTellAWaitingCallThatItsSessionWasAborted() {
        sketch.open("holder").begin(TransactionMode.READ_WRITE);
        sketch.time.whileWaiting.add(() -> sketch.engine.abortSession("s"));
        refused(FwpError.FWP_E_SESSION_ABORTED, () -> session.add(block("f")));
    }

    @Test
    void shouldLetADynamicSessionReferToItsOwnObjectsAndDeleteThem() {
        BfeSession dynamic = sketch.dynamic("d");
        dynamic.add(sublayer("s", 1));
        dynamic.add(filter("f").sublayer("s").block());
        dynamic.delete(ObjectKind.FILTER, "f");
        dynamic.delete(ObjectKind.SUBLAYER, "s");
        assertThat(has(session, ObjectKind.SUBLAYER, "s")).isFalse();
    }

    @Test
    void shouldNotTakeAnothersObjectsForThoseOfASessionWithTheSameKey() {
        BfeSession first = sketch.dynamic("d");
        first.add(block("of the first"));
        session.begin(TransactionMode.READ_WRITE);
        first.close();
        BfeSession second = sketch.dynamic("d");
        sketch.time.whileWaiting.add(session::commit);
        second.add(block("of the second"));
        assertThat(sketch.filters()).containsExactly("of the second");
    }

    @Test
    void shouldMakeKeysThatAreLeftOutFromTheSourceOfKeys() {
        FwpmObject unnamed = block("f")
                .withHeader(new ObjectHeader("{00000000-0000-0000-0000-000000000000}", "n", null, null, null));
        List<String> keys =
                List.of(session.add(unnamed).key(), session.add(unnamed).key());
        BfeSession again = new BfeSketch().open("s");
        assertThat(keys)
                .doesNotHaveDuplicates()
                .allMatch(key -> key.matches("\\{[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}}"))
                .containsExactly(again.add(unnamed).key(), again.add(unnamed).key());
        assertThat(sketch.engine
                        .open(new FwpmSession(null, false, 0, BfeSketch.USER))
                        .sessionKey())
                .startsWith("{");
    }

    @Test
    void shouldFindAnObjectByAnySpellingOfItsGuid() {
        FwpmObject object = sublayer("{AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE}", 1);
        session.add(object);
        assertThat(has(session, ObjectKind.SUBLAYER, "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"))
                .isTrue();
        assertThat(session.get(ObjectKind.SUBLAYER, "{EEBECC03-CED4-4380-819A-2734397B2B74}")
                        .key())
                .isEqualTo("FWPM_SUBLAYER_UNIVERSAL");
        session.add(block("AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE"));
    }
}
