// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.policy.CalloutObject;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an importer meets in exports, one thing at a time. */
class ImportRulesTest {
    private static final String CONNECT = "FWPM_LAYER_ALE_AUTH_CONNECT_V4";
    private static final String CONNECT_GUID = "{C38D57D1-05A7-4C33-904F-7FBCEEE60E82}";
    private static final String PORT = condition("FWPM_CONDITION_IP_REMOTE_PORT", "FWP_UINT16", "uint16", "443");

    private static String filter(int number, String more) {
        return "<item><filterKey>{00000000-0000-0000-0000-00000000000" + number + "}</filterKey>"
                + "<displayData><name>f" + number + "</name></displayData>" + more + "<filterId>" + number
                + "</filterId><effectiveWeight><type>FWP_UINT64</type><uint64>18446744073709551615</uint64>"
                + "</effectiveWeight></item>";
    }

    private static String at(String layer, String conditions, String action) {
        return "<layerKey>" + layer + "</layerKey><subLayerKey/><filterCondition>" + conditions
                + "</filterCondition><action><type>" + action + "</type></action>";
    }

    private static String condition(String field, String type, String tag, String value) {
        return "<item><fieldKey>" + field + "</fieldKey><matchType>FWP_MATCH_EQUAL</matchType><conditionValue><type>"
                + type + "</type><" + tag + ">" + value + "</" + tag + "></conditionValue></item>";
    }

    private static PolicyImport imported(String... filters) throws Exception {
        return ExportFile.imported(
                "<wfpdiag><filters>" + String.join("", filters) + "</filters><providers/></wfpdiag>");
    }

    @Test
    void shouldReadKeysAsSymbolsAndAsGuidsAlike() throws Exception {
        String guid = condition("{C35A604D-D22B-4E1A-91B4-68F674EE674B}", "FWP_UINT16", "uint16", "443");
        Policy symbols =
                imported(filter(1, at(CONNECT, PORT, "FWP_ACTION_BLOCK"))).policy();
        Policy guids =
                imported(filter(1, at(CONNECT_GUID, guid, "FWP_ACTION_BLOCK"))).policy();

        assertThat(guids.version()).isEqualTo(symbols.version());
        assertThat(guids.filters().getFirst().effectiveWeight()).isEqualTo(-1L);
    }

    @Test
    void shouldReadAddressesDottedAndAsNumbersNetworksAndRanges() throws Exception {
        String field = "FWPM_CONDITION_IP_REMOTE_ADDRESS";
        String range = "<valueLow><type>FWP_UINT32</type><uint32>172.16.0.0</uint32></valueLow>"
                + "<valueHigh><type>FWP_UINT32</type><uint32>2887778303</uint32></valueHigh>";
        String conditions = condition(field, "FWP_UINT32", "uint32", "192.168.1.0")
                + condition(field, "FWP_UINT32", "uint32", "3232235776")
                + condition(field, "FWP_V4_ADDR_MASK", "v4AddrMask", "<addr>10.0.0.0</addr><mask>255.0.0.0</mask>")
                + condition(field, "FWP_RANGE_TYPE", "rangeValue", range).replace("FWP_MATCH_EQUAL", "FWP_MATCH_RANGE");
        Filter filter = imported(filter(1, at(CONNECT, conditions, "FWP_ACTION_BLOCK")))
                .policy()
                .filters()
                .getFirst();

        ConditionValue address = new ConditionValue.Number(DataType.FWP_UINT32, 0xC0A80100L);
        assertThat(filter.conditions())
                .extracting(condition -> condition.value())
                .containsExactly(
                        address,
                        address,
                        new ConditionValue.V4Mask(0x0A000000, 0xFF000000),
                        new ConditionValue.Range(
                                new ConditionValue.Number(DataType.FWP_UINT32, 0xAC100000L),
                                new ConditionValue.Number(DataType.FWP_UINT32, 0xAC0FFFFFL + 0x00100000L)));
    }

    @Test
    void shouldTakeFlagsByNameAndByRawValue() throws Exception {
        String flags = "<flags numItems=\"3\"><item>00000408</item><item>80000000</item>"
                + "<item>FWPM_FILTER_FLAG_HAS_FILTER_ORIGIN</item></flags>";
        PolicyImport imported = imported(filter(1, flags + at(CONNECT, "", "FWP_ACTION_PERMIT")));

        assertThat(imported.policy().filters().getFirst().flags())
                .containsExactlyInAnyOrder(FilterFlag.CLEAR_ACTION_RIGHT, FilterFlag.SILENT_MODE);
        assertThat(imported.report().notes())
                .filteredOn(note -> note.field().startsWith("flags"))
                .extracting(ImportNote::carriage, ImportNote::what)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                Carriage.APPROXIMATED, "unknown flag 0x80000000 is left out"),
                        org.assertj.core.groups.Tuple.tuple(Carriage.LEFT_OUT, "no verdict depends on it"));
    }

    @Test
    @SpecRule("11 C14")
    void shouldKeepRepeatedFieldsAsAlternatives() throws Exception {
        String other = condition("FWPM_CONDITION_IP_REMOTE_PORT", "FWP_UINT16", "uint16", "80");
        PolicyImport imported = imported(filter(1, at(CONNECT, PORT + other, "FWP_ACTION_BLOCK")));

        assertThat(imported.policy().filters().getFirst().conditions()).hasSize(2);
        assertThat(imported.report().carried()).containsEntry(Carriage.EXACT, 2);
    }

    @Test
    void shouldTellListsThatHoldAnotherNumberOfItemsThanTheySay() throws Exception {
        String filters = filter(1, at(CONNECT, PORT, "FWP_ACTION_BLOCK"));
        PolicyImport imported = ExportFile.imported("<wfpdiag>\n<filters numItems=\"7\">"
                + filters.replace("<filterCondition>", "<filterCondition numItems=\"2\">") + "</filters></wfpdiag>");

        assertThat(imported.policy().filters()).hasSize(1);
        assertThat(imported.report().notes())
                .extracting(note -> note.object() + " " + note.field() + ": " + note.what())
                .contains(
                        "line 2 filters: numItems says 7, the list holds 1: these count",
                        "line 2 filterCondition: numItems says 2, the list holds 1: these count");
    }

    @Test
    void shouldDisableAFilterRatherThanWidenItWhereAConditionCannotBeCarried() throws Exception {
        String foreign = condition("{00000000-1111-2222-3333-444444444444}", "FWP_UINT32", "uint32", "1");
        PolicyImport imported = imported(filter(1, at(CONNECT, PORT + foreign, "FWP_ACTION_BLOCK")));

        Filter filter = imported.policy().filters().getFirst();
        assertThat(filter.isEnabled()).isFalse();
        assertThat(filter.conditions()).hasSize(1);
        assertThat(imported.report().carried())
                .isEqualTo(Map.of(Carriage.EXACT, 1, Carriage.APPROXIMATED, 0, Carriage.INERT, 1));
        assertThat(imported.report().layers())
                .singleElement()
                .satisfies(layer -> assertThat(layer.never()).isEqualTo(1));
        assertThat(PolicyDocument.parse(
                                "back", PolicyDocument.yaml(imported.policy()).getBytes(UTF_8))
                        .version())
                .isEqualTo(imported.policy().version());
    }

    @Test
    void shouldLeaveOutAFilterOfALayerThatNobodyKnowsAndSaySo() throws Exception {
        PolicyImport imported = imported(
                filter(1, at("{11111111-1111-2222-3333-444444444444}", PORT, "FWP_ACTION_BLOCK")),
                filter(2, at(CONNECT, PORT, "FWP_ACTION_BLOCK")));

        assertThat(imported.policy().filters()).hasSize(1);
        assertThat(imported.report().leftOut()).isEqualTo(1);
        assertThat(imported.report().conditions()).isEqualTo(2);
        assertThat(imported.report().carried()).containsEntry(Carriage.INERT, 1);
    }

    @Test
    void shouldKnowALayerByItsStableIdWhereItsKeyIsForeign() throws Exception {
        String key = "{22222222-1111-2222-3333-444444444444}";
        PolicyImport imported = ExportFile.imported("<wfpstate><layers><item><layer><layerKey>" + key
                + "</layerKey><layerId>48</layerId></layer><callouts/><filters>"
                + filter(1, at(key, PORT, "FWP_ACTION_BLOCK"))
                + "</filters></item></layers></wfpstate><firewallState/>");

        assertThat(imported.policy().filters().getFirst().layer())
                .isEqualTo(Layer.byKey(CONNECT).orElseThrow());
    }

    @Test
    @SpecRule({"4.6 R-UNREGISTERED", "11 P26"})
    void shouldTakeACalloutAsInertUnlessItsMachineHadNoCodeForItEither() throws Exception {
        String action = "<action><type>FWP_ACTION_CALLOUT_TERMINATING</type><filterType>%s</filterType></action>";
        String callout = "<item><calloutKey>%s</calloutKey><displayData><name>c</name></displayData><flags>%s</flags>"
                + "<applicableLayer>" + CONNECT + "</applicableLayer></item>";
        String running = "{0000000a-0000-0000-0000-000000000000}";
        String stopped = "{0000000b-0000-0000-0000-000000000000}";
        String unlisted = "{0000000c-0000-0000-0000-000000000000}";
        String head = "<layerKey>" + CONNECT + "</layerKey>";
        PolicyImport imported = ExportFile.imported("<wfpstate><callouts>"
                + callout.formatted(running, "<item>FWPM_CALLOUT_FLAG_REGISTERED</item>")
                + callout.formatted(stopped, "") + "</callouts><filters>"
                + filter(1, head + action.formatted(running))
                + filter(2, head + action.formatted(stopped))
                + filter(3, head + action.formatted(unlisted))
                + "</filters></wfpstate>");

        assertThat(imported.policy().inertCallouts())
                .extracting(CalloutObject::calloutKey)
                .containsExactly(running, unlisted);
        assertThat(imported.report().unregistered())
                .extracting(ImportReport.CalloutCount::calloutKey)
                .containsExactly(stopped);
    }

    @Test
    @SpecRule("11 P17")
    void shouldWeighSublayersAsTheUserSaysWhereTheExportDoesNot() throws Exception {
        String subLayer = "{0000000D-0000-0000-0000-000000000000}";
        String export = "<wfpdiag><filters>"
                + filter(
                        1,
                        at(CONNECT, "", "FWP_ACTION_BLOCK")
                                .replace("<subLayerKey/>", "<subLayerKey>" + subLayer + "</subLayerKey>"))
                + "</filters></wfpdiag>";
        Policy given = PolicyImport.read(
                        "export.xml", new ByteArrayInputStream(export.getBytes(UTF_8)), Map.of(subLayer, 77))
                .policy();

        assertThat(given.sublayers().getFirst().weight()).isEqualTo(77);
        assertThat(ExportFile.imported(export).report().notes())
                .extracting(ImportNote::what)
                .contains("not in the export: given a weight of 32768");
    }

    @Test
    void shouldStandInForProvidersAndContextsThatTheExportDoesNotList() throws Exception {
        String more = "<flags><item>FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT</item></flags>"
                + "<providerKey>{0000000e-0000-0000-0000-000000000000}</providerKey>"
                + "<providerContextKey>{0000000f-0000-0000-0000-000000000000}</providerContextKey>";
        Policy policy = imported(filter(1, more + at(CONNECT, PORT, "FWP_ACTION_PERMIT")))
                .policy();

        assertThat(policy.providers()).hasSize(1);
        assertThat(policy.providerContexts()).hasSize(1);
        assertThat(policy.filters().getFirst().flags()).containsExactly(FilterFlag.HAS_PROVIDER_CONTEXT);
        assertThat(PolicyDocument.parse("back", PolicyDocument.yaml(policy).getBytes(UTF_8))
                        .version())
                .isEqualTo(policy.version());
    }

    @Test
    void shouldKeepTheBodiesOfProviderContexts() throws Exception {
        Policy policy = ExportFile.imported(
                        "<wfpstate><providerContexts><item><providerContextKey>{1}</providerContextKey>"
                            + "<displayData><name>options</name></displayData><type>FWPM_CLASSIFY_OPTIONS_CONTEXT</type><classifyOptions><options"
                            + " numItems=\"1\"><item><type>T</type></item></options></classifyOptions>"
                            + "<blob><data>0a0b</data><asString>..</asString></blob>"
                            + "</item></providerContexts></wfpstate>")
                .policy();

        assertThat(policy.providerContexts().getFirst().data())
                .isEqualTo(Map.of("classifyOptions", Map.of("options", List.of(Map.of("type", "T"))), "blob", "0a0b"));
    }
}
