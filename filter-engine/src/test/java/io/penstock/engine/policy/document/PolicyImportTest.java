// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.policy.CompiledSublayer;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The policies of real machines, taken from their exports. */
class PolicyImportTest {
    private static final String STATE = "wfpstate-en-2024-10.xml";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filters-fr-2026-04-21.xml",
                "filters-fr-2026-04-21-crlf.xml",
                "filters-zh-2025-06.xml",
                STATE,
                "wfpstate-small-2026-04.xml"
            })
    @SpecRule("4.2 R-TIE")
    void shouldAskTheFiltersInTheOrderThatFollowsFromTheFileAlone(String name) throws Exception {
        ExportFile file = ExportFile.of(name);
        PolicyImport imported = file.imported();

        assertThat(imported.policy().filters())
                .extracting(Filter::filterKey)
                .containsExactlyInAnyOrderElementsOf(
                        file.filters().stream().map(ExportFile.Line::key).toList());
        assertThat(imported.report().filters()).isEqualTo(file.filters().size());
        assertThat(imported.report().leftOut()).isZero();
        assertThat(order(imported.policy())).isEqualTo(file.order());
    }

    private static Map<String, List<String>> order(Policy policy) {
        Map<String, List<String>> order = new LinkedHashMap<>();
        for (Layer layer : Layer.all()) {
            List<String> keys = new ArrayList<>();
            for (CompiledSublayer sublayer : policy.compiled(layer).sublayers()) {
                sublayer.filters().forEach(filter -> keys.add(filter.filter().filterKey()));
            }
            if (!keys.isEmpty()) {
                order.put(layer.key(), keys);
            }
        }
        return order;
    }

    @ParameterizedTest
    @ValueSource(strings = {"filters-fr-2026-04-21.xml", "filters-zh-2025-06.xml", STATE, "wfpstate-small-2026-04.xml"})
    void shouldAccountForEveryConditionOnce(String name) throws Exception {
        ExportFile file = ExportFile.of(name);
        ImportReport report = file.imported().report();

        int inFile =
                file.filters().stream().mapToInt(ExportFile.Line::conditions).sum();
        assertThat(report.conditions()).isEqualTo(inFile).isGreaterThan(400);
        assertThat(report.carried()).containsOnlyKeys(Carriage.EXACT, Carriage.APPROXIMATED, Carriage.INERT);
        assertThat(report.carried().values().stream().mapToInt(i -> i).sum()).isEqualTo(inFile);
        assertThat(report.notes())
                .filteredOn(note -> note.field().startsWith("FWPM_CONDITION_"))
                .hasSize(inFile - report.carried().get(Carriage.EXACT))
                .allMatch(note ->
                        note.object().startsWith("filter ") && !note.what().isEmpty());
        assertThat(report.layers().stream()
                        .mapToInt(ImportReport.LayerCount::filters)
                        .sum())
                .isEqualTo(report.filters());
    }

    @ParameterizedTest
    @ValueSource(strings = {"filters-fr-2026-04-21.xml", "filters-zh-2025-06.xml", STATE, "wfpstate-small-2026-04.xml"})
    void shouldReadBackFromItsDocumentAsTheSamePolicy(String name) throws Exception {
        Policy policy = ExportFile.of(name).imported().policy();

        String yaml = PolicyDocument.yaml(policy);
        Policy back = PolicyDocument.parse("policy.yaml", yaml.getBytes(UTF_8));

        assertThat(back.version()).isEqualTo(policy.version());
        assertThat(back.filters()).isEqualTo(policy.filters());
        assertThat(back.providers()).isEqualTo(policy.providers());
        assertThat(back.providerContexts()).isEqualTo(policy.providerContexts());
    }

    @Test
    void shouldGiveTheSamePolicyWhateverTheEndsOfLines() throws Exception {
        Policy unix = ExportFile.of("filters-fr-2026-04-21.xml").imported().policy();
        Policy windows =
                ExportFile.of("filters-fr-2026-04-21-crlf.xml").imported().policy();

        assertThat(windows.version()).isEqualTo(unix.version());
    }

    @Test
    @SpecRule({"4.6 R-UNREGISTERED", "11 P26"})
    void shouldListTheCalloutsWithoutCodeByNameWindowsOwnAmongThem() throws Exception {
        PolicyImport imported = ExportFile.of(STATE).imported();

        assertThat(imported.report().inertCallouts())
                .extracting(ImportReport.CalloutCount::name)
                .contains("windefend_stream_v4", "Windows Firewall: callout")
                .contains("WFP Built-in Set Option ALE Receive/Accept v4 Layer Callout");
        assertThat(imported.policy().callouts()).hasSize(89);
        assertThat(imported.policy().sublayers()).hasSize(45);
        assertThat(imported.policy().providerContexts()).hasSize(469);
    }
}
