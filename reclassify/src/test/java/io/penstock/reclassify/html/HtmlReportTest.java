// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.penstock.reclassify.Comparison;
import io.penstock.reclassify.ReclassificationReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The bytes of a page. What it does in a browser is {@link HtmlReportBrowserTest}'s. */
class HtmlReportTest {
    private static final String HOSTILE = "</script><img src=x onerror=alert(1)><!--<script>&amp;\"'\u2028{{data}}";

    @Test
    void shouldGiveTheSameBytesForTheSameReport() throws IOException {
        assertThat(bytes(ReportSketch.office().report()))
                .isEqualTo(bytes(ReportSketch.office().report()));
    }

    @Test
    void shouldNameNothingThatABrowserWouldLoad() throws IOException {
        String page = page(ReportSketch.office().report());

        assertThat(page).doesNotContain("sourceMappingURL", "@import", "<script src", "<iframe", "<object");
        assertThat(Pattern.compile("<(?:link|img|a)[^>]*(?:href|src)=\"(?!data:,\"|#)")
                        .matcher(page)
                        .find())
                .isFalse();
        assertThat(PageResource.own("report.css")).doesNotContain("url(");
    }

    @Test
    void shouldForbidEveryRequestAndEveryScriptButItsOwn() throws IOException {
        String page = page(ReportSketch.office().report());
        Matcher policy = Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"")
                .matcher(page);

        assertThat(policy.find()).isTrue();
        assertThat(policy.group(1)).startsWith("default-src 'none'; ").doesNotContain("unsafe", "http", "*");
        assertThat(policy.end()).as("before any script").isLessThan(page.indexOf("<script"));
    }

    @Test
    void shouldKeepHostileNamesInsideTheirBlockOfData() throws IOException {
        ReclassificationReport report = new ReportSketch()
                .names(HOSTILE, HOSTILE)
                .unknownCallouts(HOSTILE)
                .group(Comparison.CHANGED, "permit", HOSTILE, "block", HOSTILE, 3, HOSTILE)
                .report();
        String page = page(report);
        String data = data(page);

        assertThat(data).doesNotContain("<", ">", "&");
        assertThat(page.replace(data, "")).doesNotContain("onerror", "{{");
        assertThat(texts(data)).contains(HOSTILE);
    }

    @Test
    void shouldKeepHalfASurrogatePair() throws IOException {
        ReclassificationReport report =
                new ReportSketch().names("half \ud83d", "whole \ud83d\ude00").report();

        assertThat(texts(data(page(report)))).contains("half \ud83d", "whole \ud83d\ude00");
    }

    @Test
    void shouldWriteALineThatManyTracesHaveOnce() throws IOException {
        ReportSketch sketch = new ReportSketch();
        for (int number = 0; number < 1000; number++) {
            sketch.group(Comparison.CHANGED, "permit", "old-" + number, "block", "new-" + number, 5, "a.pcap");
        }
        String page = page(sketch.report());

        assertThat(page.split("sublayer office-essentials", -1)).hasSize(2);
    }

    @Test
    void shouldCarryLibrariesAndTheirLicencesInHalfAMegabyte() throws IOException {
        String page = page(new ReportSketch().report());

        assertThat(page).contains("Chart.js v4", "jQuery v4", "DataTables 2", "SpryMedia", "OpenJS Foundation");
        assertThat(page.split("Permission is hereby granted, free of charge", -1))
                .hasSize(4);
        assertThat(page.length()).isLessThan(500_000);
    }

    @Test
    void shouldHaveNoScriptThatEndsItsBlockOrBeginsAComment() {
        assertThat(PageResource.scripts())
                .allSatisfy(script -> assertThat(script)
                        .doesNotContainIgnoringCase("</script")
                        .doesNotContainIgnoringCase("<!--")
                        .doesNotContain("\r"));
    }

    private static String data(String page) {
        String start = "<script type=\"application/json\" id=\"data\">";
        int from = page.indexOf(start) + start.length();
        return page.substring(from, page.indexOf("</script>", from));
    }

    private static Set<String> texts(String data) throws IOException {
        Set<String> texts = new HashSet<>();
        try (JsonParser parser = new JsonFactory().createParser(data)) {
            while (parser.nextToken() != null) {
                texts.add(parser.getText());
            }
        }
        return texts;
    }

    private static String page(ReclassificationReport report) throws IOException {
        return new String(bytes(report), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ReclassificationReport report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HtmlReport.write(report, out);
        return out.toByteArray();
    }
}
