// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SIDs in text and bytes, tokens, and conditions on them (spec 3.2, 3.3, 3.5). */
class SidTest {
    private final FieldValues values = new FieldValues();

    @ParameterizedTest
    @CsvSource({
        "S-1-5-18, S-1-5-18",
        "s-1-5-18, S-1-5-18",
        "S-1-0x5-018, S-1-5-18",
        "S-1-5, S-1-5",
        "S-1-4294967295-4294967295, S-1-4294967295-4294967295",
        "S-1-4294967296-1, S-1-0x000100000000-1",
        "S-1-0x100000000-1, S-1-0x000100000000-1",
        "S-1-0XFFFFFFFFFFFF, S-1-0xffffffffffff",
        "S-1-1-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15, S-1-1-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15"
    })
    void shouldSpellEverySidInOneWay(String given, String canonical) {
        assertThat(Sid.isSid(given)).isTrue();
        assertThat(new Sid(given).text()).isEqualTo(canonical).hasToString(new Sid(given).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "S-1",
                "S-1-",
                "S-2-5-18",
                "S-1-5-",
                "S-1-5-4294967296",
                "S-1-281474976710656",
                "S-1-0x",
                "S-1-5-x",
                "S-1-5-18 ",
                "S-1-1-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16",
                "WD"
            })
    void shouldRefuseWhatIsNoSid(String text) {
        assertThat(Sid.isSid(text)).isFalse();
        assertThatThrownBy(() -> new Sid(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no SID");
        assertThatThrownBy(() -> new ConditionValue.Text(DataType.FWP_SID, text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "010100000000000512000000, S-1-5-18",
        "010000000000ffff, S-1-65535",
        "0102000000000005200000002002 0000, S-1-5-32-544",
        "01010000000000feffffffff, S-1-254-4294967295",
        "0101010203040506 07080910, S-1-0x010203040506-269027335"
    })
    void shouldReadSidsAsWindowsKeepsThem(String hex, String text) {
        assertThat(Sid.of(HexFormat.of().parseHex(hex.replace(" ", "")))).isEqualTo(new Sid(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01010000000000",
                "0101000000000005120000",
                "01010000000000051200000000",
                "020100000000000512000000",
                "01ff000000000005",
                "0110000000000005"
            })
    void shouldRefuseBytesThatAreNoSid(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> Sid.of(bytes)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldReadSidsOfFifteenParts() {
        byte[] bytes = new byte[68];
        bytes[0] = 1;
        bytes[1] = 15;
        assertThat(Sid.of(bytes).text()).isEqualTo("S-1-0" + "-0".repeat(15));
        byte[] sixteen = new byte[72];
        sixteen[0] = 1;
        sixteen[1] = 16;
        assertThatThrownBy(() -> Sid.of(sixteen)).hasMessageContaining("no SID");
    }

    @ParameterizedTest
    @CsvSource({
        "S-1-5-21-1-2-3-513, true",
        "S-1-5-21-1-2-3-1513, false",
        "S-1-5-21-1-2-3-514, false",
        "S-1-5-21-1-2-513, false",
        "S-1-5-21-1-2-3-4-513, false",
        "S-1-5-21-513, false",
        "S-1-5-22-1-2-3-513, false"
    })
    void shouldTellAccountsOfADomainByTheirRelativeId(String sid, boolean domainUsers) {
        assertThat(new Sid(sid).isOfDomain("513")).isEqualTo(domainUsers);
    }

    /** "ALE_PACKAGE_ID of a process outside an app container is the null SID, not empty." */
    @Test
    void shouldSelectContainersByAPackageThatIsNotTheNullSid() {
        Condition container = sid(MatchType.NOT_EQUAL, "S-1-0-0");
        values.setSid(TypedFields.SID, Sid.NULL);
        assertThat(TypedFields.holds(container, values)).isFalse();
        values.setSid(TypedFields.SID, new Sid("S-1-15-2-7"));
        assertThat(TypedFields.holds(container, values)).isTrue();
        values.setEmpty(TypedFields.SID);
        assertThat(TypedFields.holds(container, values)).isFalse();
    }

    @Test
    void shouldCompareSidsHoweverTheyAreSpelled() {
        values.setObject(TypedFields.SID, "s-1-5-18");
        assertThat(TypedFields.holds(sid(MatchType.EQUAL, "S-1-0x5-18"), values))
                .isTrue();
        assertThat(TypedFields.holds(sid(MatchType.EQUAL, "S-1-5-19"), values)).isFalse();
        assertThat(TypedFields.holds(sid(MatchType.NOT_EQUAL, "S-1-5-19"), values))
                .isTrue();
    }

    /** Two layers have the user as a SID, the others as a token; fields are filled once for all. */
    @Test
    void shouldTakeATokensUserForItsSid() {
        values.setToken(TypedFields.SID, token("S-1-5-18", "S-1-1-0"));
        assertThat(TypedFields.holds(sid(MatchType.EQUAL, "S-1-5-18"), values)).isTrue();
        assertThat(TypedFields.holds(sid(MatchType.EQUAL, "S-1-1-0"), values)).isFalse();
        assertThat(TypedFields.holds(sid(MatchType.NOT_EQUAL, "S-1-1-0"), values))
                .isTrue();
        assertThat(TypedFields.holds(sid(MatchType.NOT_EQUAL, "S-1-5-18"), values))
                .isFalse();
        values.setText(TypedFields.SID, "S-1-5-18");
        assertThat(TypedFields.holds(sid(MatchType.EQUAL, "S-1-5-18"), values))
                .as("a text is no SID")
                .isFalse();
    }

    @Test
    void shouldSortOutTheSidsOfAToken() {
        TokenInformation token = token("S-1-15-3-1", "S-1-5-18", "S-1-15-2-1", "S-1-1-0", "S-1-15-2-7", "S-1-15-3-2");
        assertThat(token)
                .isEqualTo(new TokenInformation(
                        new Sid("S-1-5-18"),
                        List.of(new Sid("S-1-1-0")),
                        new Sid("S-1-15-2-7"),
                        List.of(new Sid("S-1-15-3-1"), new Sid("S-1-15-3-2"))));
        assertThat(token)
                .hasToString(
                        "user S-1-5-18, groups [S-1-1-0], package S-1-15-2-7, capabilities [S-1-15-3-1, S-1-15-3-2]");
        assertThat(token("S-1-5-18")).hasToString("user S-1-5-18");
        assertThat(token("S-1-5-18", "S-1-15-2-7", "S-1-15-2-1").packageSid()).isEqualTo(new Sid("S-1-15-2-7"));
        assertThatThrownBy(() -> token("S-1-15-3-1")).hasMessageContaining("without a user");
        assertThatThrownBy(() -> new TokenInformation(null, List.of(), null, List.of()))
                .hasMessageContaining("without a user");
    }

    @Test
    void shouldTakeATokenAsASetOfSids() {
        values.setObject(TypedFields.TOKEN, List.of("S-1-5-18", "S-1-1-0"));
        assertThat(values.object(TypedFields.TOKEN)).isEqualTo(token("S-1-5-18", "S-1-1-0"));
    }

    private static TokenInformation token(String... sids) {
        return TokenInformation.of(List.of(sids).stream().map(Sid::new).toList());
    }

    private static Condition sid(MatchType matchType, String text) {
        return new Condition(TypedFields.SID, matchType, new ConditionValue.Text(DataType.FWP_SID, text));
    }
}
