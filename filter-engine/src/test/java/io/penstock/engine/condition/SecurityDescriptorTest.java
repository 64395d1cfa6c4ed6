// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.engine.SpecRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spec 3.3: access checks of tokens. */
class SecurityDescriptorTest {
    private static final TokenInformation ALICE =
            new TokenInformation(new Sid("S-1-5-21-1-2-3-1001"), List.of(new Sid("S-1-1-0")), null, List.of());
    /** Alice in an app container with the internet-client capability. */
    private static final TokenInformation BROWSER = new TokenInformation(
            new Sid("S-1-5-21-1-2-3-1001"),
            List.of(new Sid("S-1-1-0")),
            new Sid("S-1-15-2-7"),
            List.of(new Sid("S-1-15-3-1")));

    private static final TokenInformation CALCULATOR = new TokenInformation(
            new Sid("S-1-5-21-1-2-3-1001"), List.of(new Sid("S-1-1-0")), new Sid("S-1-15-2-8"), List.of());

    /** The filter of real exports: "selects only processes with the internet-client capability", among containers. */
    @Test
    @SpecRule("11 P19")
    void shouldWantAnAppContainerToPassByItsUserAndByItsContainer() {
        String internetClient = "O:LSD:(A;;CC;;;S-1-15-3-1)(A;;CC;;;WD)(A;;CC;;;AN)";
        assertThat(grants(internetClient, BROWSER)).isTrue();
        assertThat(grants(internetClient, CALCULATOR)).isFalse();
        assertThat(grants(internetClient, ALICE)).isTrue();
        assertThat(grants("D:(A;;CC;;;S-1-15-3-1)", BROWSER))
                .as("the user has no entry")
                .isFalse();
        assertThat(grants("D:(A;;CC;;;WD)(A;;CC;;;AC)", CALCULATOR))
                .as("every container has S-1-15-2-1")
                .isTrue();
        assertThat(grants("D:(A;;CC;;;AC)", ALICE)).as("and no other process").isFalse();
        assertThat(grants("D:(A;;CC;;;WD)(A;;CC;;;S-1-15-2-7)", BROWSER)).isTrue();
        assertThat(grants("D:(A;;CC;;;WD)(A;;CC;;;S-1-15-2-7)", CALCULATOR)).isFalse();
        assertThat(grants("D:(A;;CC;;;WD)(D;;CC;;;S-1-15-3-1)(A;;CC;;;AC)", BROWSER))
                .isFalse();
    }

    @Test
    @SpecRule("11 P19")
    void shouldAskAnOrdinaryProcessForAllItsSids() {
        TokenInformation odd =
                new TokenInformation(new Sid("S-1-5-18"), List.of(), Sid.NULL, List.of(new Sid("S-1-15-3-1")));
        assertThat(odd.isInContainer()).isFalse();
        assertThat(grants("D:(A;;CC;;;S-1-15-3-1)", odd)).isTrue();
        assertThat(grants("D:(A;;CC;;;SY)", odd)).isTrue();
        assertThat(grants("D:(A;;CC;;;WD)", odd)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "D:(A;;CC;;;WD), true",
        "D:(D;;CC;;;WD), false",
        "D:(A;;CC;;;WD)(D;;CC;;;WD), true",
        "D:(D;;CC;;;WD)(A;;CC;;;WD), false",
        "D:(D;;CC;;;SY)(A;;CC;;;WD), true",
        "D:(D;;DC;;;WD)(A;;CC;;;WD), true",
        "D:(A;;DC;;;WD), false",
        "D:(A;;CC;;;SY), false",
        "D:, false",
        "D:P, false",
        "D:PARAI(A;;CC;;;WD), true",
        "O:SY, true",
        "O:SYG:BA, true",
        "O:SYG:BAD:, false",
        "S:(AU;SAFA;CC;;;WD), true",
        "D:NO_ACCESS_CONTROL, true",
        "D:PNO_ACCESS_CONTROL, true"
    })
    void shouldLetTheFirstEntryThatNamesTheTokenAndTheRightDecide(String sddl, boolean granted) {
        assertThat(grants(sddl, ALICE)).isEqualTo(granted);
    }

    /** Which entries contain the match right (0x1). */
    @ParameterizedTest
    @CsvSource({
        "CC, true",
        "DCCC, true",
        "GA, true",
        "FA, true",
        "FR, true",
        "KA, true",
        "KR, true",
        "KX, true",
        "0x1, true",
        "0X3, true",
        "1, true",
        "3, true",
        "0xFFFFFFFF, true",
        "'', false",
        "DC, false",
        "GR, false",
        "GW, false",
        "GX, false",
        "FW, false",
        "FX, false",
        "KW, false",
        "RC, false",
        "SD, false",
        "WD, false",
        "WO, false",
        "LC, false",
        "SW, false",
        "RP, false",
        "WP, false",
        "DT, false",
        "LO, false",
        "CR, false",
        "0x2, false",
        "2, false",
        "0, false"
    })
    void shouldLookForTheMatchRight(String rights, boolean granted) {
        assertThat(grants("D:(A;;" + rights + ";;;WD)", ALICE)).isEqualTo(granted);
    }

    /** Entries that are not for this object, not for all of it or not for every process decide nothing. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(A;IO;CC;;;WD) | false",
                "(A;CIOI;CC;;;WD) | true",
                "(A;OIIO;CC;;;WD) | false",
                "(A;ID;CC;;;WD) | true",
                "(OA;;CC;;;WD) | true",
                "(OD;;CC;;;WD)(A;;CC;;;WD) | false",
                "(OA;;CC;bf967aba-0de6-11d0-a285-00aa003049e2;;WD) | false",
                "(OA;;CC;;bf967aba-0de6-11d0-a285-00aa003049e2;WD) | false",
                "(XA;;CC;;;WD;(@User.Project Any_of {1})) | false",
                "(XD;;CC;;;WD;(Member_of {SID(BA)}))(A;;CC;;;WD) | true",
                "(AU;;CC;;;WD) | false",
                "(ML;;NW;;;LW)(A;;CC;;;WD) | true"
            })
    void shouldPassOverEntriesThatSayNothingHere(String entries, boolean granted) {
        assertThat(grants("D:" + entries, ALICE)).isEqualTo(granted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "D",
                "Q:SY",
                "D:(A;;CC;;;WD",
                "D:A;;CC;;;WD)",
                "D:((A;;CC;;;WD)",
                "D:(A;;CC;;;WD)x",
                "D:(A;;CC;;;WD)(",
                "D:(A;;CC;;;WD))",
                "D:Q(A;;CC;;;WD)",
                "D:(A;;CC;;WD)",
                "D:(A;;CC;;;)",
                "D:(A;;CC;;;ZZ)",
                "D:(A;;CC;;;S-2-5-18)",
                "D:(A;;CC;;;wd)",
                "D:(Q;;CC;;;WD)",
                "D:(A;QQ;CC;;;WD)",
                "D:(A;C;CC;;;WD)",
                "D:(A;;QQ;;;WD)",
                "D:(A;;C;;;WD)",
                "D:(A;;0x;;;WD)",
                "D:(A;;CC;1;;WD)",
                "D:(A;;CC;;1;WD)",
                "D:(A;;CC;;;WD;(x))",
                "D:()",
                "D:(A;;CC;;;WD)D:",
                "O:",
                "O:XX",
                "O:SYO:SY",
                "S:(Q;;CC;;;WD)",
                "D:NO_ACCESS_CONTROL(A;;CC;;;WD)"
            })
    void shouldRefuseWhatIsNoSecurityDescriptor(String sddl) {
        assertThatThrownBy(() -> Sddl.parse(sddl)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The SDDL names of SIDs; those of a domain are meant in any domain. */
    @ParameterizedTest
    @CsvSource({
        "WD, S-1-1-0",
        "CO, S-1-3-0",
        "CG, S-1-3-1",
        "OW, S-1-3-4",
        "NU, S-1-5-2",
        "IU, S-1-5-4",
        "SU, S-1-5-6",
        "AN, S-1-5-7",
        "ED, S-1-5-9",
        "PS, S-1-5-10",
        "AU, S-1-5-11",
        "RC, S-1-5-12",
        "SY, S-1-5-18",
        "LS, S-1-5-19",
        "NS, S-1-5-20",
        "WR, S-1-5-33",
        "UD, S-1-5-84-0-0-0-0-0",
        "BA, S-1-5-32-544",
        "BU, S-1-5-32-545",
        "BG, S-1-5-32-546",
        "PU, S-1-5-32-547",
        "AO, S-1-5-32-548",
        "SO, S-1-5-32-549",
        "PO, S-1-5-32-550",
        "BO, S-1-5-32-551",
        "RE, S-1-5-32-552",
        "RU, S-1-5-32-554",
        "RD, S-1-5-32-555",
        "NO, S-1-5-32-556",
        "MU, S-1-5-32-558",
        "LU, S-1-5-32-559",
        "IS, S-1-5-32-568",
        "CY, S-1-5-32-569",
        "ER, S-1-5-32-573",
        "CD, S-1-5-32-574",
        "RA, S-1-5-32-575",
        "ES, S-1-5-32-576",
        "MS, S-1-5-32-577",
        "HA, S-1-5-32-578",
        "AA, S-1-5-32-579",
        "RM, S-1-5-32-580",
        "HO, S-1-5-32-584",
        "SH, S-1-5-32-585",
        "AC, S-1-15-2-1",
        "LW, S-1-16-4096",
        "ME, S-1-16-8192",
        "MP, S-1-16-8448",
        "HI, S-1-16-12288",
        "SI, S-1-16-16384",
        "AS, S-1-18-1",
        "SS, S-1-18-2",
        "RO, S-1-5-21-4-5-6-498",
        "LA, S-1-5-21-4-5-6-500",
        "LG, S-1-5-21-4-5-6-501",
        "DA, S-1-5-21-4-5-6-512",
        "DU, S-1-5-21-4-5-6-513",
        "DG, S-1-5-21-4-5-6-514",
        "DC, S-1-5-21-4-5-6-515",
        "DD, S-1-5-21-4-5-6-516",
        "CA, S-1-5-21-4-5-6-517",
        "SA, S-1-5-21-4-5-6-518",
        "EA, S-1-5-21-4-5-6-519",
        "PA, S-1-5-21-4-5-6-520",
        "CN, S-1-5-21-4-5-6-522",
        "AP, S-1-5-21-4-5-6-525",
        "KA, S-1-5-21-4-5-6-526",
        "EK, S-1-5-21-4-5-6-527",
        "RS, S-1-5-21-4-5-6-553"
    })
    void shouldKnowTheNamesOfWellKnownSids(String alias, String sid) {
        TokenInformation member = new TokenInformation(new Sid("S-1-5-99"), List.of(new Sid(sid)), null, List.of());
        assertThat(grants("D:(A;;CC;;;" + alias + ")", member)).isTrue();
        assertThat(grants("D:(A;;CC;;;" + sid + ")", member)).isTrue();
        assertThat(grants("D:(A;;CC;;;" + alias + ")", new TokenInformation(Sid.NULL, List.of(), null, List.of())))
                .isFalse();
    }

    /** "NOT_EQUAL negates the result"; "if capture has no token for the item the field is empty". */
    @Test
    @SpecRule({"11 P19", "11 P09"})
    void shouldNegateForNotEqualButNotWithoutAToken() {
        FieldValues values = new FieldValues();
        Condition denied = token(MatchType.NOT_EQUAL, "D:(D;;CC;;;WD)");
        Condition granted = token(MatchType.NOT_EQUAL, "D:(A;;CC;;;WD)");
        assertThat(TypedFields.holds(denied, values)).isFalse();
        assertThat(TypedFields.holds(granted, values)).isFalse();
        values.setToken(TypedFields.TOKEN, ALICE);
        assertThat(TypedFields.holds(denied, values)).isTrue();
        assertThat(TypedFields.holds(granted, values)).isFalse();
        assertThat(TypedFields.holds(token(MatchType.EQUAL, "D:(A;;CC;;;WD)"), values))
                .isTrue();
        assertThat(TypedFields.holds(token(MatchType.EQUAL, "D:(D;;CC;;;WD)"), values))
                .isFalse();
    }

    private static Condition token(MatchType matchType, String sddl) {
        return new Condition(
                TypedFields.TOKEN, matchType, new ConditionValue.Text(DataType.FWP_SECURITY_DESCRIPTOR_TYPE, sddl));
    }

    private static boolean grants(String sddl, TokenInformation token) {
        return Sddl.parse(sddl).grantsMatch(token);
    }
}
