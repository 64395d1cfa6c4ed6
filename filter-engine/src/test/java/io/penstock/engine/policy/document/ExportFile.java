// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real machine's export as text, and what follows from that text alone: a second reader, of patterns instead of XML, that the importer must agree with. */
record ExportFile(Path path, String text) {
    private static final Path DATA =
            Path.of(System.getProperty("penstock.data", "")).resolve("wfp");
    private static final Pattern FILTER =
            Pattern.compile("<item>\\s*<filterKey>([^<]+)</filterKey>(.*?)</effectiveWeight>", Pattern.DOTALL);
    private static final Pattern SUBLAYER = Pattern.compile(
            "<item>\\s*<subLayerKey>([^<]+)</subLayerKey>(?:(?!</item>).)*?<weight>(\\d+)</weight>", Pattern.DOTALL);
    /** Weights that {@code show filters} does not tell, as the specification's table has them. */
    private static final Map<String, Integer> USUAL = Map.of(
            "FWPM_SUBLAYER_UNIVERSAL", 32768,
            "FWPM_SUBLAYER_MPSSVC_APP_ISOLATION", 7,
            "FWPM_SUBLAYER_MPSSVC_QUARANTINE", 4,
            "FWPM_SUBLAYER_MPSSVC_WSH", 3,
            "FWPM_SUBLAYER_MPSSVC_WF", 2,
            "FWPM_SUBLAYER_TEREDO", 1);

    /** A filter as the text has it. */
    record Line(
            String key, String layer, String subLayer, int conditions, boolean enabled, BigInteger weight, long id) {}

    static ExportFile of(String name) throws IOException {
        Path path = DATA.resolve(name);
        assumeTrue(Files.exists(path), "no real exports at " + DATA);
        return new ExportFile(path, Files.readString(path));
    }

    PolicyImport imported() throws Exception {
        try (InputStream in = Files.newInputStream(path)) {
            return PolicyImport.read(path.getFileName().toString(), in, Map.of());
        }
    }

    /** The importer's answer to an export that a test writes down. */
    static PolicyImport imported(String xml) throws Exception {
        return PolicyImport.read(
                "export.xml", new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), Map.of());
    }

    List<Line> filters() {
        List<Line> filters = new ArrayList<>();
        Matcher filter = FILTER.matcher(text);
        while (filter.find()) {
            String body = filter.group(2);
            String weight = body.substring(body.lastIndexOf("<effectiveWeight>"));
            filters.add(new Line(
                    filter.group(1),
                    one(body, "layerKey"),
                    one(body, "subLayerKey"),
                    body.split("<matchType>", -1).length - 1,
                    !body.contains("FWPM_FILTER_FLAG_BOOTTIME") && !body.contains("FWPM_FILTER_FLAG_DISABLED"),
                    new BigInteger(one(weight, "uint64")),
                    Long.parseLong(one(body, "filterId"))));
        }
        return filters;
    }

    /**
     * The filters that take part in verdicts, by layer, in the order in which the machine asks them. Where no weight tells sublayers apart, Windows' own are
     * older.
     */
    Map<String, List<String>> order() {
        Map<String, Integer> weights = new HashMap<>(USUAL);
        Matcher sublayer = SUBLAYER.matcher(text);
        while (sublayer.find()) {
            weights.put(sublayer.group(1), Integer.valueOf(sublayer.group(2)));
        }
        List<Line> all = filters();
        List<String> seen = all.stream().map(Line::subLayer).distinct().toList();
        Map<String, List<String>> order = new LinkedHashMap<>();
        all.stream()
                .filter(Line::enabled)
                .sorted(Comparator.comparingInt((Line line) -> -weights.getOrDefault(line.subLayer(), 32768))
                        .thenComparing(line -> !line.subLayer().startsWith("FWPM_"))
                        .thenComparingInt(line -> seen.indexOf(line.subLayer()))
                        .thenComparing(Line::weight, Comparator.reverseOrder())
                        .thenComparingLong(Line::id))
                .forEach(line -> order.computeIfAbsent(line.layer(), l -> new ArrayList<>())
                        .add(line.key()));
        return order;
    }

    private static String one(String body, String element) {
        Matcher found =
                Pattern.compile("<" + element + ">([^<]*)</" + element + ">").matcher(body);
        return found.find() ? found.group(1) : "";
    }
}
