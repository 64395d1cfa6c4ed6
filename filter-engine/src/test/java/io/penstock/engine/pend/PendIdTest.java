// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.pend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** An id says where its pend was asked for, the same on every run. */
class PendIdTest {
    private static PendId id(int visit, String filterKey, String calloutKey) {
        return new PendId("penstock.packets", 2, 84, 1, visit, 16, filterKey, calloutKey);
    }

    @Test
    void shouldSpellWhereThePendWasAskedFor() {
        assertThat(id(3, "ask", "dpi").text()).isEqualTo("penstock.packets/2/84/1/3/16/ask/dpi");
    }

    @Test
    void shouldLeaveTheVisitOutOfItsPlace() {
        assertThat(id(3, "ask", "dpi").place())
                .isEqualTo(id(4, "ask", "dpi").place())
                .isEqualTo("penstock.packets/2/84/1/16/ask/dpi");
    }

    @Test
    void shouldEqualAnIdOfTheSamePend() {
        assertThat(id(3, "ask", "dpi")).isEqualTo(id(3, "ask", "dpi")).hasSameHashCodeAs(id(3, "ask", "dpi"));
        assertThat(id(3, "ask", "dpi")).isNotEqualTo(id(4, "ask", "dpi"));
    }

    @Test
    void shouldTellPendsApartWhoseTextsAreTheSame() {
        assertThat(id(3, "ask/dpi", "pi")).isNotEqualTo(id(3, "ask", "dpi/pi"));
    }

    @Test
    void shouldRefuseATextThatIsNoId() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PendId.placeOf("penstock.packets/2/84/1"))
                .withMessageContaining("penstock.packets/2/84/1");
    }
}
