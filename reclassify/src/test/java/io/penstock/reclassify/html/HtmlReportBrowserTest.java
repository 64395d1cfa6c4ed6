// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import io.penstock.reclassify.Comparison;
import io.penstock.reclassify.ReclassificationReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a page does in a real browser without a network. Skipped where no Chromium is installed. */
class HtmlReportBrowserTest {
    private static final String HOSTILE = "</script><img src=x onerror=alert(1)>&<b>";

    private static Browser browser;

    @BeforeAll
    static void start() {
        Assumptions.assumeTrue(Browser.isInstalled(), "no Chromium is installed");
        browser = Browser.start();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void shouldHaveHadNoErrorAndNoRequest() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldDrawChartsOfTimeActionsAndGroups() {
        Page page = browser.open(ReportSketch.office().report());

        assertThat(page.locator("figure h3").allTextContents())
                .containsExactly("Changes over time", "Old → new action", "Groups by size");
        assertThat(drawnPixels(page))
                .hasSize(3)
                .allSatisfy(pixels -> assertThat(pixels).isGreaterThan(2_000));
    }

    @Test
    void shouldSortGroupsByAColumn() {
        Page page = browser.open(ReportSketch.office().report());
        showsFirst(page, "4,210", "1,377");

        Locator packets = page.locator("#groups th:has-text('Packets')");
        packets.locator(".dt-column-order").press("Enter");
        showsFirst(page, "4,210", "2,954");
        assertThat(packets.getAttribute("aria-sort")).isEqualTo("descending");

        packets.click();
        showsFirst(page, "31", "96");
        assertThat(packets.getAttribute("aria-sort")).isEqualTo("ascending");
    }

    @Test
    void shouldShowTheGroupsThatFiltersChoose() {
        Page page = browser.open(ReportSketch.office().report());

        page.getByLabel("Comparison", exactly()).selectOption("moved");
        shows(page, "2,954", "618");
        page.getByLabel("Host", exactly()).selectOption("server.pcap");
        shows(page, "618");
        page.locator("button[type=submit]").click();
        PlaywrightAssertions.assertThat(packets(page)).hasCount(8);
        page.getByLabel("Words in the group").fill("quarantine");
        shows(page, "1,377");
        page.getByLabel("Words in the group").fill("");
        page.getByLabel("Packets at least").fill("1000");
        shows(page, "4,210", "1,377", "2,954");
    }

    @Test
    void shouldOpenAGroupToItsFirstPacketWithBothTracesByKeyboard() {
        Page page = browser.open(ReportSketch.office().report());
        Locator opener = page.locator("button.opener").first();

        opener.focus();
        page.keyboard().press("Enter");

        assertThat(opener.getAttribute("aria-expanded")).isEqualTo("true");
        Locator detail = page.locator("#" + opener.getAttribute("aria-controls"));
        assertThat(detail.locator("p code").textContent())
                .isEqualTo("tcp 10.20.0.1:50002 > 10.30.0.98:443 syn, outbound, 54 bytes");
        assertThat(detail.locator(".traces thead th").allTextContents())
                .containsExactly("Old: permit by policy.yaml", "New: block by policy-edited.yaml");
        assertThat(detail.locator(".traces td.only-old").first().textContent())
                .contains("ALE_AUTH_CONNECT_V4: PERMIT by permit-web");
        assertThat(detail.locator(".traces td.only-new").first().textContent())
                .contains("ALE_AUTH_CONNECT_V4: BLOCK by block-web-to-server");
        assertThat(detail.locator(".traces tr.alike td").first().textContent())
                .isEqualTo("ALE_BIND_REDIRECT_V4: no filters");

        page.keyboard().press("Enter");
        assertThat(detail.count()).isZero();
    }

    @Test
    void shouldOpenTheGroupOfABar() {
        ReportSketch sketch = ReportSketch.office();
        for (int number = 0; number < 100; number++) {
            sketch.group(Comparison.CHANGED, "permit", "old", "block", "small-" + number, 1, "a.pcap");
        }
        sketch.group(Comparison.CHANGED, "permit", "old", "block", "largest", 9_000, "a.pcap");
        Page page = browser.open(sketch.report());

        page.evaluate("openGroup(108)");

        assertThat(page.locator("#group-109 .traces").isVisible()).isTrue();
        assertThat(page.evaluate("document.activeElement.textContent")).isEqualTo("Open group #109");
    }

    @Test
    void shouldShowNamesAsTextWhateverIsInThem() {
        ReclassificationReport report = new ReportSketch()
                .names(HOSTILE, HOSTILE)
                .unknownCallouts(HOSTILE)
                .group(Comparison.CHANGED, "permit", HOSTILE, "block", HOSTILE, 3, HOSTILE)
                .group(Comparison.CHANGED, "permit", "a", "block", "b", 2, "c")
                .report();
        Page page = browser.open(report);

        page.locator("button.opener").first().click();
        page.getByLabel("Words in the group").fill("onerror=alert(1)>&<b>");

        shows(page, "3");
        assertThat(page.locator("#policies dd").first().textContent()).startsWith(HOSTILE);
        assertThat(page.locator("#groups tbody .cell").first().textContent()).contains(HOSTILE);
        assertThat(page.locator("img, main b").count()).isZero();
    }

    @Test
    void shouldSayThatNothingChangedWhereNothingDid() {
        Page page = browser.open(new ReportSketch().report());

        assertThat(page.locator("#lead").textContent()).contains("0 would get another action");
        assertThat(page.locator("#groups tbody").textContent()).isEqualTo("Every packet is decided as before.");
        assertThat(drawnPixels(page))
                .hasSize(1)
                .allSatisfy(pixels -> assertThat(pixels).isGreaterThan(2_000));
    }

    @Test
    void shouldPageThousandsOfGroups() {
        ReportSketch sketch = new ReportSketch().otherPackets(77);
        for (int number = 0; number < 5_000; number++) {
            String action = number % 2 == 0 ? "block" : "absorb";
            sketch.group(
                    Comparison.CHANGED, "permit", "old-" + number, action, "new-" + number, 6_000 - number, "a.pcap");
        }
        Page page = browser.open(sketch.report());

        PlaywrightAssertions.assertThat(packets(page)).hasCount(25);
        assertThat(page.locator(".notice").textContent()).startsWith("77 packets are in none of the groups");
        page.getByLabel("Words in the group").fill("new-4999");
        shows(page, "1,001");
        page.locator("button[type=submit]").click();
        page.getByLabel("Next", exactly()).click();
        showsFirst(page, "5,975", "5,974");
    }

    /** By the rules of axe-core for WCAG 2.2 AA and good practice: names, roles, tables, contrast, order of headings. */
    @Test
    void shouldKeepNobodyFromReadingIt() throws IOException {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            Page page =
                    browser.open(ReportSketch.office().unknownCallouts("acme").report());
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            page.locator("button.opener").first().click();
            page.locator("details")
                    .all()
                    .forEach(details -> details.locator("summary").click());

            assertThat(violations(page)).as(scheme.name()).isEmpty();
        }
    }

    @Test
    void shouldPrintInLightColoursWithoutControls() {
        Page page = browser.open(ReportSketch.office().report());
        page.emulateMedia(
                new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK).setMedia(Media.PRINT));
        page.evaluate("dispatchEvent(new Event('beforeprint'))");

        assertThat(page.locator("#filters").isVisible()).isFalse();
        assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(255, 255, 255)");
    }

    /** With {@code -Dpenstock.screenshots=write} this writes the picture that the documentation shows. */
    @Test
    void shouldFitAWindowWithoutScrollingSideways() throws IOException {
        Page page = browser.open(ReportSketch.office().report());
        page.locator("button.opener").first().click();

        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        if (System.getProperty("penstock.screenshots", "").equals("write")) {
            Path picture = Path.of(System.getProperty("penstock.root"), "docs", "images", "reclassify-report.png");
            Files.createDirectories(picture.getParent());
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(picture)
                    .setFullPage(true)
                    .setClip(0, 0, 1280, 2290));
        }
    }

    private static Page.GetByLabelOptions exactly() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    /** The column of packets as the table shows it. */
    private static Locator packets(Page page) {
        return page.locator("#groups > tbody > tr:not(.opened) > td:nth-child(7)");
    }

    private static void shows(Page page, String... packets) {
        PlaywrightAssertions.assertThat(packets(page)).hasText(packets);
    }

    private static void showsFirst(Page page, String first, String second) {
        PlaywrightAssertions.assertThat(packets(page).first()).hasText(first);
        PlaywrightAssertions.assertThat(packets(page).nth(1)).hasText(second);
    }

    /** For each chart how many of its pixels are bars, in a colour that is neither grey nor see-through. */
    private static List<Integer> drawnPixels(Page page) {
        Object counts = page.evaluate("""
            [...document.querySelectorAll("canvas")].map((canvas) => {
              const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
              let drawn = 0;
              for (let at = 0; at < data.length; at += 4) {
                const [red, green, blue, alpha] = data.subarray(at, at + 4);
                drawn += alpha > 200 && Math.max(red, green, blue) - Math.min(red, green, blue) > 12 ? 1 : 0;
              }
              return drawn;
            })\
            """);
        return ((List<?>) counts).stream().map(Integer.class::cast).toList();
    }

    private static List<?> violations(Page page) throws IOException {
        try (InputStream in = HtmlReportBrowserTest.class.getResourceAsStream("/axe.min.js")) {
            page.evaluate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return (List<?>) page.evaluate("""
            axe.run().then((results) => results.violations.map((violation) =>
              violation.id + ": " + violation.nodes.map((node) => node.html.slice(0, 120)).join(" | ")))\
            """);
    }
}
