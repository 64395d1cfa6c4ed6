// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Comments at random places of random documents, however those are written. */
class PolicyCommentsPropertyTest {
    private static final int DOCUMENTS = 200;
    private static final Pattern COMMENT = Pattern.compile("# \"c[0-9]+\": - \\{not} \\[yaml' # more\\.");

    private final long seed = Long.getLong("penstock.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private int written;

    @Test
    void shouldFindEachCommentOnceInThePrintAndTheSameAgainInThePrintOfThat() throws PolicyErrors {
        for (int i = 0; i < DOCUMENTS; i++) {
            List<RandomYaml.Line> lines = RandomYaml.document(document(), random);
            String plain = joined(lines.stream().map(RandomYaml.Line::text).toList());
            written = 0;
            String document = commented(lines);
            String what = "penstock.seed=%d, document %d:\n%s".formatted(seed, i, document);

            CommentedPolicy read = parse(document);
            String print = read.yamlOf(read.policy());
            assertThat(comments(print)).as(what).hasSize(written).doesNotHaveDuplicates();
            assertThat(read.policy().version())
                    .as(what)
                    .isEqualTo(parse(plain).policy().version());
            CommentedPolicy again = parse(print);
            assertThat(again.policy().version())
                    .as(what)
                    .isEqualTo(read.policy().version());
            assertThat(again.yamlOf(again.policy())).as(what).isEqualTo(print);
            assertThat(print.lines().filter(line -> !line.isBlank()).count())
                    .as(what)
                    .isEqualTo(print.lines().count());
        }
    }

    @Test
    void shouldTakeTheCommentsOfAFilterAwayWithItAndNoOthers() throws PolicyErrors {
        for (int i = 0; i < DOCUMENTS; i++) {
            CommentedPolicy read = parse(commented(RandomYaml.document(document(), random)));
            Policy policy = read.policy();
            Filter gone = policy.filters().get(random.nextInt(policy.filters().size()));
            List<Filter> others =
                    policy.filters().stream().filter(one -> !one.equals(gone)).toList();
            Policy without = Policy.of(
                    policy.settings(),
                    policy.providers(),
                    policy.sublayers(),
                    policy.callouts(),
                    policy.providerContexts(),
                    others);

            List<String> lost = new ArrayList<>(comments(read.yamlOf(policy)));
            lost.removeAll(comments(read.yamlOf(without)));
            List<String> own =
                    read.comments().about(new PolicyComments.Subject("filters", gone.filterKey())).values().stream()
                            .flatMap(one -> one.allBefore().before().stream())
                            .toList();
            assertThat(lost).as("penstock.seed=%d, document %d", seed, i).containsExactlyInAnyOrderElementsOf(own);
        }
    }

    /** Comments at the ends of lines and on lines of their own, indented by chance. */
    private String commented(List<RandomYaml.Line> lines) {
        List<String> all = new ArrayList<>();
        boolean wasText = false;
        int often = 1 + random.nextInt(6);
        for (RandomYaml.Line line : lines) {
            if (!line.isText()) {
                alone(all, wasText, often);
            }
            all.add(line.isText() || random.nextInt(often) > 0 ? line.text() : line.text() + " " + comment());
            wasText = line.isText();
        }
        alone(all, wasText, often);
        return joined(all);
    }

    private void alone(List<String> all, boolean behindText, int often) {
        while (random.nextInt(often + 1) == 0) {
            // As deep as the text a line would be part of it.
            all.add(" ".repeat(behindText ? 0 : random.nextInt(12)) + comment());
        }
    }

    private String comment() {
        return "# \"c" + written++ + "\": - {not} [yaml' # more.";
    }

    private static String joined(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    private static List<String> comments(String print) {
        return COMMENT.matcher(print).results().map(found -> found.group()).toList();
    }

    private Map<String, Object> document() {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("policy", "office");
        parts.put("settings", shuffled(Map.of("pend.timeout", "5s", "host.profile", "domain")));
        parts.put("providers", List.of(shuffled(Map.of("providerKey", "acme", "displayData", Map.of("name", "Acme")))));
        parts.put(
                "subLayers",
                List.of(
                        shuffled(Map.of("subLayerKey", "guard", "weight", "7", "providerKey", "acme")),
                        shuffled(Map.of("subLayerKey", "FWPM_SUBLAYER_UNIVERSAL", "weight", "9"))));
        parts.put("callouts", List.of(shuffled(Map.of("calloutKey", "seen", "applicableLayer", layers()))));
        parts.put(
                "providerContexts",
                List.of(shuffled(Map.of(
                        "providerContextKey",
                        "how",
                        "data",
                        Map.of("deep", List.of("1", Map.of("deeper", List.of("x", "y"))), "flat", "z")))));
        parts.put("sets", Map.of("ports", Map.of("web", List.of("80", "443", "8000-8010"))));
        parts.put(
                "filters",
                IntStream.range(0, 1 + random.nextInt(4)).mapToObj(this::filter).toList());
        return shuffled(parts);
    }

    private Map<String, Object> filter(int number) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("filterKey", "f" + number);
        members.put("layerKey", random.nextBoolean() ? layers() : "ALE_AUTH_CONNECT_V4");
        members.put("subLayerKey", random.nextBoolean() ? "guard" : "FWPM_SUBLAYER_UNIVERSAL");
        members.put("action", random.nextBoolean() ? "BLOCK" : Map.of("type", "FWP_ACTION_PERMIT"));
        if (random.nextBoolean()) {
            members.put("weight", random.nextBoolean() ? "7" : Map.of("type", "FWP_UINT64", "uint64", "77"));
        }
        if (random.nextBoolean()) {
            members.put("flags", random.nextBoolean() ? List.of() : List.of("CLEAR_ACTION_RIGHT"));
        }
        if (random.nextInt(4) > 0) {
            members.put(
                    "filterCondition",
                    IntStream.range(0, random.nextInt(4))
                            .mapToObj(i -> condition())
                            .toList());
        }
        return shuffled(members);
    }

    private Object condition() {
        return switch (random.nextInt(5)) {
            case 0 -> "protocol tcp or udp";
            case 1 -> "remote port $web";
            case 2 -> "local port >= 1024";
            case 3 -> shuffled(Map.of("fieldKey", "IP_REMOTE_PORT", "conditionValue", List.of("80", "90")));
            default ->
                shuffled(Map.of(
                        "fieldKey",
                        "IP_PROTOCOL",
                        "matchType",
                        "NOT_EQUAL",
                        "conditionValue",
                        Map.of("type", "FWP_UINT8", "uint8", "17")));
        };
    }

    private static List<String> layers() {
        return List.of("ALE_AUTH_CONNECT_V4", "ALE_AUTH_CONNECT_V6");
    }

    private Map<String, Object> shuffled(Map<String, Object> members) {
        List<String> keys = new ArrayList<>(members.keySet());
        Collections.sort(keys);
        Collections.shuffle(keys, random);
        Map<String, Object> shuffled = new LinkedHashMap<>();
        keys.forEach(key -> shuffled.put(key, members.get(key)));
        return shuffled;
    }

    private static CommentedPolicy parse(String document) throws PolicyErrors {
        return CommentedPolicy.parse("p.yaml", document.getBytes(StandardCharsets.UTF_8));
    }
}
