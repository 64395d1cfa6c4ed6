// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two exports of one machine, made down here: a filter came, one went, one is heavier, and a callout lost its code. */
class PolicyDiffCommandTest {
    private static final String CALLOUT = "<item><calloutKey>{000000cc-0000-0000-0000-000000000000}</calloutKey>"
            + "<displayData><name>Inspection</name></displayData><flags>%s</flags>"
            + "<applicableLayer>FWPM_LAYER_ALE_AUTH_CONNECT_V4</applicableLayer></item>";
    private static final String SUBLAYERS = "<subLayers>" + subLayer("aa", 900) + subLayer("bb", 100) + "</subLayers>";

    @TempDir
    private Path folder;

    private String old;
    private String now;

    private static String subLayer(String key, int weight) {
        return "<item><subLayerKey>{000000" + key + "-0000-0000-0000-000000000000}</subLayerKey><displayData><name>"
                + key + "</name></displayData><weight>" + weight + "</weight></item>";
    }

    private static String filter(int id, String subLayer, String action, int weight, String flags) {
        return "<item><filterKey>{0000000" + id + "-0000-0000-0000-000000000000}</filterKey><displayData><name>f" + id
                + "</name></displayData><flags>" + flags + "</flags><providerKey>firewall</providerKey>"
                + "<layerKey>FWPM_LAYER_ALE_AUTH_CONNECT_V4</layerKey><subLayerKey>{000000" + subLayer
                + "-0000-0000-0000-000000000000}</subLayerKey><action><type>FWP_ACTION_" + action
                + "</type></action><filterId>" + id + "</filterId><effectiveWeight><uint64>" + weight
                + "</uint64></effectiveWeight></item>";
    }

    private String write(String name, String callouts, String filters) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(
                file,
                "<wfpstate><callouts>" + callouts + "</callouts><filters>" + filters + "</filters>" + SUBLAYERS
                        + "</wfpstate><firewallState/>");
        return file.toString();
    }

    @BeforeEach
    void exports() throws IOException {
        String block = filter(1, "bb", "BLOCK", 5, "");
        String hard = "<item>FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT</item>";
        old = write(
                "old.xml",
                CALLOUT.formatted("<item>FWPM_CALLOUT_FLAG_REGISTERED</item>"),
                block + filter(2, "bb", "PERMIT", 5, "") + filter(3, "bb", "PERMIT", 5, ""));
        now = write(
                "new.xml",
                CALLOUT.formatted(""),
                block + filter(3, "bb", "PERMIT", 6, "") + filter(4, "aa", "PERMIT", 5, hard));
    }

    @Test
    void shouldTellWhatChangedOnAMachineProviderByProvider() {
        CommandRun run = CommandRun.of("policy", "diff", old, now);

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.outLines())
                .contains("provider firewall")
                .anyMatch(line -> line.startsWith("  + hard permit ALE_AUTH_CONNECT_V4") && line.contains("'f4'"))
                .anyMatch(line -> line.startsWith("  - permit ") && line.contains("'f2'"))
                .anyMatch(line -> line.startsWith("  ~ permit ") && line.endsWith(": weight 0x5 -> 0x6"))
                .contains("callouts unregistered: their filters block now, or permit where they say so")
                .contains("hard permits that now override blocks")
                .anyMatch(line -> line.startsWith("      over block ") && line.contains("'f1'"));
    }

    @Test
    void shouldTellProgramsTheSame() throws IOException {
        JsonNode diff = new ObjectMapper()
                .readTree(CommandRun.of("policy", "diff", old, now, "--json").out());

        JsonNode firewall = diff.get("providers").get(0);
        assertThat(firewall.get("provider").asText()).isEqualTo("firewall");
        assertThat(firewall.get("added")).hasSize(1);
        assertThat(firewall.get("removed")).hasSize(1);
        assertThat(firewall.get("reweighted").get(0).get("weightBefore").asText())
                .isEqualTo("5");
        assertThat(firewall.get("changed")).isEmpty();
        assertThat(diff.get("unregisteredCallouts")).hasSize(1);
        assertThat(diff.get("hardPermits").get(0).get("overrides")).hasSize(1);
        assertThat(diff.get("changed").asBoolean()).isTrue();
    }

    @Test
    void shouldCompareAnExportWithTheDocumentThatWasMadeOfIt() {
        String document = folder.resolve("old.yaml").toString();
        CommandRun.of("policy", "import-wfp", old, "-o", document);

        CommandRun same = CommandRun.of("policy", "diff", old, document, "--fail-on-change");
        assertThat(same.outLines()).contains("nothing changed");
        assertThat(same.exitCode()).isZero();
        assertThat(CommandRun.of("policy", "diff", document, now, "--fail-on-change")
                        .exitCode())
                .isEqualTo(ExitCode.FOUND);
    }

    @Test
    void shouldNameTheFileThatCannotBeRead() throws IOException {
        Path bad = folder.resolve("bad.yaml");
        Files.writeString(bad, "filter: []\n");

        CommandRun run = CommandRun.of("policy", "diff", old, bad.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.errLines()).singleElement().asString().contains("bad.yaml:1:1: unknown key 'filter'");
    }
}
