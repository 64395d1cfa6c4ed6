// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.engine.policy.document.export.ExportException;
import java.io.ByteArrayInputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exports that are none, are hostile or are too large: one error with its place and what was expected, and bounded memory. */
@Isolated("it measures the heap")
class ImportRefusalTest {
    private static final long LENGTH = 200L << 20;
    private static final long MOST_HEAP = 128L << 20;
    private static final String PADDING = "x".repeat(2000);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<wfpdiag><filters></wfpdiag> | export.xml:1:21 | </filters>",
                "'<wfpdiag>\n  <filters' | export.xml:2: | netsh wfp show",
                "'<?xml version=\"1.0\"?><wfpdiag></a>' | export.xml:1:33 | </wfpdiag>",
                "<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><w>&x;</w> | export.xml:1:1: a document"
                        + " type | none",
                "'<?xml version=\"1.0\"?>\n"
                        + " <!DOCTYPE w SYSTEM \"http://192.0.2.1/\"><w/>' | export.xml:2:2: a document type | none",
                "<wfpdiag><filters><item><filterKey>&x;</filterKey></item></filters></wfpdiag> | export.xml:1: |"
                        + " expected",
                "<html><body>no policy</body></html> | export.xml:1:1: no object of a policy | show filters or state",
                "'' | export.xml:1:1: no object of a policy | show filters or state",
                "<wfpdiag><filters><item><filterKey/></item></filters></wfpdiag> | export.xml:1:1: a filter without |"
                        + " GUID",
                "'<w><item><filterKey>{1}</filterKey></item>\n"
                    + "<item><filterKey>{1}</filterKey></item></w>' | export.xml:2:1: filter {1} stands twice, first"
                    + " in line 1 | once"
            })
    void shouldRefuseWithOneErrorThatNamesThePlaceAndWhatWasExpected(String xml, String place, String expected) {
        ExportException refused = catchThrowableOfType(ExportException.class, () -> ExportFile.imported(xml));

        assertThat(refused)
                .hasMessageStartingWith(place)
                .hasMessageContaining(expected)
                .hasMessageContaining("expected");
        assertThat(refused.getMessage()).hasLineCount(1);
    }

    @Test
    void shouldRefuseDepthBombsInAndOutsideOfObjects() {
        for (String element : new String[] {"a", "item", "layer"}) {
            String bomb = "<w>" + ("<" + element + ">").repeat(100_000);
            assertThatThrownBy(() -> ExportFile.imported(bomb))
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining("export.xml:1:")
                    .hasMessageContaining("at most 64 levels");
        }
    }

    @Test
    void shouldRefuseBytesThatAreNoText() {
        byte[] latin = "<wfpdiag><filters><item><filterKey>\u00e9t\u00e9</filterKey></item></filters></wfpdiag>"
                .getBytes(ISO_8859_1);

        assertThatThrownBy(() -> PolicyImport.read("export.xml", new ByteArrayInputStream(latin), Map.of()))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("export.xml:1:")
                .hasMessageContaining("no text — expected UTF-8");
    }

    @Test
    void shouldReadAnExportOfAnySizeThatHoldsAPolicyOfUsualSize() throws Exception {
        EndlessExport export = new EndlessExport(
                "<wfpstate><filters><item><filterKey>{1}</filterKey><layerKey>FWPM_LAYER_STREAM_V4</layerKey>"
                        + "<action><type>FWP_ACTION_BLOCK</type></action></item></filters><netEvents>",
                i -> "<item><header><appId>" + PADDING + "</appId></header></item>", "</netEvents></wfpstate>", LENGTH);

        PolicyImport imported = PolicyImport.read("large.xml", export, Map.of());

        assertThat(imported.policy().filters()).hasSize(1);
        assertThat(export.givenBytes()).isGreaterThan(LENGTH);
        assertThat(export.mostHeapBytes()).isLessThan(MOST_HEAP);
    }

    @Test
    void shouldRefuseMoreFiltersThanAPolicyCanHave() {
        EndlessExport export = new EndlessExport(
                "<wfpdiag><filters>",
                i -> "<item>\n<filterKey>{" + i + "}</filterKey><displayData><name>filter</name></displayData>"
                        + "<layerKey>FWPM_LAYER_STREAM_V4</layerKey><action><type>FWP_ACTION_BLOCK</type></action>"
                        + "<filterId>" + (i + 1) + "</filterId><x y=\"" + PADDING + "\"/></item>",
                "</filters></wfpdiag>",
                LENGTH);

        assertThatThrownBy(() -> PolicyImport.read("large.xml", export, Map.of()))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("large.xml:50001:1: too large a policy — expected at most 50000 filters");
        assertThat(export.mostHeapBytes()).isLessThan(MOST_HEAP);
    }
}
