// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FwpErrorTest {
    @Test
    void shouldKnowEveryCodeOfTheTableAndTwoMore() {
        assertThat(SpecTable.rows("errors.csv"))
                .hasSize(57)
                .allSatisfy(row -> assertThat(FwpError.valueOf(row[0]).hex()).isEqualTo(row[1]))
                .allSatisfy(row -> assertThat(FwpError.valueOf(row[0]).meaning())
                        .isEqualTo(row[2])
                        .isNotBlank());
        assertThat(FwpError.values()).hasSize(59);
        assertThat(Arrays.stream(FwpError.values()).map(FwpError::hresult)).doesNotHaveDuplicates();
        assertThat(FwpError.ERROR_INVALID_SECURITY_DESCR.hex()).isEqualTo("0x8007053A");
        assertThat(FwpError.ERROR_ACCESS_DENIED.hex()).isEqualTo("0x5");
    }

    @Test
    void shouldNameTheObjectAndSayWhatTheCodeMeans() {
        assertThat(new FwpException(FwpError.FWP_E_IN_USE, ObjectKind.SUBLAYER, "office", ""))
                .hasMessage("FWP_E_IN_USE: sublayer 'office': other objects still reference it");
        assertThat(new FwpException(FwpError.FWP_E_TIMEOUT, ObjectKind.ENGINE, null, "held by 'a'"))
                .hasMessage("FWP_E_TIMEOUT: engine: held by 'a'");
    }
}
