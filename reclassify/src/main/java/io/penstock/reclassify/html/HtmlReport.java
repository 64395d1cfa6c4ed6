// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify.html;

import io.penstock.reclassify.ReclassificationReport;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A re-classification report as a page for a browser (ARCHITECTURE 6): charts, a table of groups that sorts and filters, and each group's first packet with its
 * two traces. Static and without state.
 */
public final class HtmlReport {
    private static final String SLOT = "(?=\\{\\{[a-z]+}})|(?<=}})";

    private HtmlReport() {}

    /**
     * Writes a page in UTF-8: the same bytes for the same report.
     *
     * @param report what it shows
     * @param out where it goes; left open
     * @throws IOException where the output refuses it
     */
    public static void write(ReclassificationReport report, OutputStream out) throws IOException {
        String style = PageResource.own("report.css");
        List<String> scripts = PageResource.scripts();
        for (String part : PageResource.own("report.html").split(SLOT, -1)) {
            switch (part) {
                case "{{policy}}" -> text(out, contentSecurityPolicy(style, scripts));
                case "{{style}}" -> text(out, style);
                case "{{data}}" -> ReportJson.write(report, out);
                case "{{scripts}}" -> text(out, tags(scripts));
                case "{{licences}}" -> text(out, licences());
                default -> text(out, part);
            }
        }
    }

    private static void text(OutputStream out, String text) throws IOException {
        out.write(PageResource.utf8(text));
    }

    /** Nothing is loaded from anywhere, and of what stands in the page only the style and the scripts put here have an effect. */
    private static String contentSecurityPolicy(String style, List<String> scripts) {
        return "default-src 'none'; style-src " + hash(style) + "; script-src "
                + scripts.stream().map(HtmlReport::hash).collect(Collectors.joining(" "))
                + "; img-src data:; base-uri 'none'; form-action 'none'";
    }

    private static String hash(String content) {
        return "'sha256-" + Base64.getEncoder().encodeToString(PageResource.sha256(content)) + "'";
    }

    private static String tags(List<String> scripts) {
        return scripts.stream().map(script -> "<script>" + script + "</script>").collect(Collectors.joining("\n"));
    }

    private static String licences() {
        return ThirdPartyScript.ALL.stream()
                .map(library -> "<h3>" + library.title() + " " + library.version() + "</h3>\n<pre>"
                        + markup(PageResource.licence(library)) + "</pre>")
                .collect(Collectors.joining("\n"));
    }

    private static String markup(String text) {
        return text.strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
