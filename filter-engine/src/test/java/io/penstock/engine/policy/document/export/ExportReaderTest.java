// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.penstock.engine.SpecRule;
import io.penstock.engine.policy.Sublayer;
import io.penstock.engine.policy.document.export.ExportObject.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportReaderTest {
    private static final Path DATA =
            Path.of(System.getProperty("penstock.data", "")).resolve("wfp");
    private static final String EVENT = "<item><header><ipProtocol>6</ipProtocol></header><type>T</type></item>";

    @ParameterizedTest
    @ValueSource(strings = {"netEvents", "wfpdiag", "anything"})
    @SpecRule("11 P16")
    void shouldReadNetEventsUnderAnyRoot(String root) throws Exception {
        List<ExportObject> events = read("<" + root + ">" + EVENT + "</" + root + ">", StandardCharsets.UTF_8);

        assertThat(events).extracting(ExportObject::kind).containsExactly(Kind.NET_EVENT);
        assertThat(events.getFirst().element().text("type")).isEqualTo("T");
        assertThat(read("<netEvent><header/></netEvent>", StandardCharsets.UTF_8))
                .hasSize(1);
    }

    @Test
    void shouldReadTwoRootsMarksAndDeclarations() throws Exception {
        String text = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
            + "<wfpstate><layers><item><layer><layerKey>L</layerKey></layer><callouts><item><calloutKey>{c}</calloutKey></item></callouts><filters><item><filterKey>{f}</filterKey><flags><item>A</item></flags></item></filters></item></layers></wfpstate>\n"
            + "<firewallState/>";
        for (String marked : new String[] {text, "\uFEFF" + text}) {
            assertThat(read(marked, StandardCharsets.UTF_8))
                    .extracting(object -> object.kind() + " " + object.key())
                    .containsExactly("LAYER L", "CALLOUT {c}", "FILTER {f}");
        }
        assertThat(read("\uFEFF" + text, StandardCharsets.UTF_16LE)).hasSize(3);
        assertThat(read("\uFEFF" + text, StandardCharsets.UTF_16BE)).hasSize(3);
    }

    @Test
    @SpecRule("11 P17")
    void shouldWeighASublayerThatNobodyKnowsInTheMiddle() throws Exception {
        String text = "<wfpdiag><filters><item><filterKey>{1}</filterKey><subLayerKey>{a}</subLayerKey></item>"
                + "<item><filterKey>{2}</filterKey><subLayerKey/></item>"
                + "<item><filterKey>{3}</filterKey><subLayerKey>{b}</subLayerKey></item>"
                + "<item><filterKey>{4}</filterKey><subLayerKey>FWPM_SUBLAYER_INSPECTION</subLayerKey></item></filters>"
                + "<subLayers><item><subLayerKey>{c}</subLayerKey><weight>8</weight></item></subLayers></wfpdiag>";
        ExportedSublayers sublayers = new ExportedSublayers(Map.of("{b}", 77));
        ExportReader.read("filters.xml", bytes(text, StandardCharsets.UTF_8), sublayers::add);

        assertThat(sublayers.sublayers())
                .extracting(sublayer -> sublayer.subLayerKey() + " " + sublayer.weight())
                .containsExactly(
                        "{a} 32768", Sublayer.UNIVERSAL + " 32768", "{b} 77", Sublayer.INSPECTION + " 0", "{c} 8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<a><b></a> | 1",
                "'<a>\n<b>' | 2",
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><a/> | 1",
                "<a>&x;</a> | 1",
                "plain < text | 1"
            })
    void shouldRefuseWhatIsNoExportWithItsPlaceAndFetchNothing(String text, int line) {
        ExportException refused = catchThrowableOfType(ExportException.class, () -> read(text, StandardCharsets.UTF_8));
        assertThat(refused).hasMessageStartingWith("export.xml:" + line + ":");
    }

    @Test
    void shouldKeepObjectsBounded() {
        String deep = "<item><filterKey/>" + "<a>".repeat(70) + "</a>".repeat(70) + "</item>";
        assertThat(catchThrowableOfType(ExportException.class, () -> read(deep, StandardCharsets.UTF_8)))
                .hasMessageContaining("64 levels");
        String wide = "<item><filterKey/>" + "<a/>".repeat(100_001) + "</item>";
        assertThat(catchThrowableOfType(ExportException.class, () -> read(wide, StandardCharsets.UTF_8)))
                .hasMessageContaining("100000 elements");
    }

    @ParameterizedTest
    @CsvSource({
        "filters-fr-2026-04-21.xml, filterKey",
        "filters-fr-2026-04-21-crlf.xml, filterKey",
        "filters-zh-2025-06.xml, filterKey",
        "wfpstate-en-2024-10.xml, filterKey",
        "wfpstate-small-2026-04.xml, filterKey"
    })
    void shouldFindEveryFilterOfRealMachines(String file, String element) throws Exception {
        assumeTrue(Files.exists(DATA.resolve(file)), "no real exports at " + DATA);
        String text = Files.readString(DATA.resolve(file));
        List<ExportObject> objects = new ArrayList<>();
        try (InputStream in = Files.newInputStream(DATA.resolve(file))) {
            ExportReader.read(file, in, objects::add);
        }

        int filters = text.split("<" + element + ">", -1).length - 1;
        assertThat(objects).filteredOn(o -> o.kind() == Kind.FILTER).hasSize(filters);
        assertThat(filters).isGreaterThan(100);
        int callouts = text.split("<calloutKey>", -1).length - 1;
        assertThat(objects).filteredOn(o -> o.kind() == Kind.CALLOUT).hasSize(callouts);
    }

    private static List<ExportObject> read(String text, Charset charset) throws ExportException, IOException {
        List<ExportObject> objects = new ArrayList<>();
        ExportReader.read("export.xml", bytes(text, charset), objects::add);
        return objects;
    }

    private static InputStream bytes(String text, Charset charset) {
        return new ByteArrayInputStream(text.getBytes(charset));
    }
}
