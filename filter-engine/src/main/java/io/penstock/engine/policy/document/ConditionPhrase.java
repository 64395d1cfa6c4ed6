// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.policy.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Conditions as a person says them: {@code remote port 443}, {@code protocol tcp or udp}, {@code remote address not 10.0.0.0/8}, {@code flags has any of IS_LOOPBACK
 * IS_FRAGMENT}. A phrase is a field in words (or its key), an operator or none, and a value; it means the conditions that it is turned into here, and
 * errors stand at its words.
 */
final class ConditionPhrase {
    static final String EXPECTED = "a field in words, an operator or none, a value: remote port 443";

    private static final int MOST_WORDS = 6;
    private static final Map<String, String> FIELDS = fields();
    private static final Map<String, MatchType> OPERATORS = Map.ofEntries(
            Map.entry("not", MatchType.NOT_EQUAL),
            Map.entry("not in", MatchType.NOT_EQUAL),
            Map.entry("not granted by", MatchType.NOT_EQUAL),
            Map.entry("!=", MatchType.NOT_EQUAL),
            Map.entry("≠", MatchType.NOT_EQUAL),
            Map.entry(">", MatchType.GREATER),
            Map.entry("<", MatchType.LESS),
            Map.entry(">=", MatchType.GREATER_OR_EQUAL),
            Map.entry("≥", MatchType.GREATER_OR_EQUAL),
            Map.entry("<=", MatchType.LESS_OR_EQUAL),
            Map.entry("≤", MatchType.LESS_OR_EQUAL),
            Map.entry("has all of", MatchType.FLAGS_ALL_SET),
            Map.entry("has any of", MatchType.FLAGS_ANY_SET),
            Map.entry("has none of", MatchType.FLAGS_NONE_SET));
    /** Those without a match type mean the usual one: a range is matched as a range, all else by equality. */
    private static final Pattern OPERATOR = Pattern.compile(
            "(not granted by|granted by|not in|not|in|is|=|!=|≠|>=|≥|<=|≤|>|<|has all of|has any of|has none"
                    + " of)(\\s+|$)");

    private static final Pattern OR = Pattern.compile("\\s+or\\s+");
    private static final Pattern WORD = Pattern.compile("\\S+");

    private final Node.Scalar phrase;
    private final Layer layer;
    private final ErrorSink errors;

    private ConditionPhrase(Node.Scalar phrase, Layer layer, ErrorSink errors) {
        this.phrase = phrase;
        this.layer = layer;
        this.errors = errors;
    }

    /** The conditions that a phrase means, in the form of documents; none after an error. */
    static List<Node> conditions(Node.Scalar phrase, Layer layer, ErrorSink errors) {
        return new ConditionPhrase(phrase, layer, errors).read();
    }

    private List<Node> read() {
        String text = phrase.text();
        List<Integer> ends = new ArrayList<>();
        Matcher words = WORD.matcher(text);
        while (ends.size() < MOST_WORDS && words.find()) {
            ends.add(words.end());
        }
        for (int end : ends.reversed()) {
            String key = FIELDS.get(words(text.substring(0, end)));
            if (key != null) {
                return value(key, end);
            }
        }
        errors.add(phrase, "FWP_E_CONDITION_NOT_FOUND: no field in " + phrase.kind(), EXPECTED, nearest(ends));
        return List.of();
    }

    private static String words(String text) {
        return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    private String nearest(List<Integer> ends) {
        for (int end : ends.reversed()) {
            String nearest = NearestName.of(words(phrase.text().substring(0, end)), FIELDS.keySet());
            if (!nearest.isEmpty()) {
                return nearest;
            }
        }
        return "";
    }

    private List<Node> value(String key, int fieldEnd) {
        String text = phrase.text();
        int at = fieldEnd + leadingSpaces(text.substring(fieldEnd));
        Matcher operator = OPERATOR.matcher(text).region(at, text.length());
        MatchType match = null;
        int operatorAt = at;
        if (operator.lookingAt()) {
            match = OPERATORS.get(operator.group(1));
            at = operator.end();
        }
        if (at >= text.stripTrailing().length()) {
            errors.add(phrase, "condition " + phrase.kind() + " without a value", EXPECTED);
            return List.of();
        }
        List<Node.Scalar> values = values(key, at);
        if (values.size() > 1 && match == MatchType.NOT_EQUAL) {
            errors.add(
                    scalar(text.substring(operatorAt), operatorAt),
                    "alternatives behind 'not' hold for every value",
                    "one value; exclude a range, or write a filter for each");
            return List.of();
        }
        List<Node> conditions = new ArrayList<>();
        for (Node value : match != null && match.name().startsWith("FLAGS_") ? List.of(bits(at)) : values) {
            conditions.add(condition(key, match, operatorAt, value));
        }
        return conditions;
    }

    private Node condition(String key, MatchType match, int operatorAt, Node value) {
        List<Node.Member> members = new ArrayList<>();
        members.add(member("fieldKey", scalar(key, 0)));
        if (match != null) {
            members.add(member("matchType", scalar(match.key(), operatorAt)));
        }
        members.add(member("conditionValue", value));
        return new Node.Mapping(members, phrase.source(), phrase.line(), phrase.column());
    }

    private Node.Member member(String key, Node value) {
        return new Node.Member(scalar(key, 0), value);
    }

    /** The alternatives. What is text itself is taken whole: a path may hold the word "or". */
    private List<Node.Scalar> values(String key, int at) {
        String rest = phrase.text().substring(at).stripTrailing();
        if (isText(key)) {
            return List.of(scalar(rest, at));
        }
        List<Node.Scalar> values = new ArrayList<>();
        int from = 0;
        Matcher or = OR.matcher(rest);
        while (or.find()) {
            values.add(scalar(rest.substring(from, or.start()), at + from));
            from = or.end();
        }
        values.add(scalar(rest.substring(from), at + from));
        return values;
    }

    private boolean isText(String key) {
        DataType type = Field.byKey(key).flatMap(layer::typeOf).orElse(DataType.FWP_EMPTY);
        return switch (type) {
            case FWP_BYTE_BLOB_TYPE, FWP_UNICODE_STRING_TYPE -> true;
            default -> type.isToken();
        };
    }

    /** Names of flags to be taken together. */
    private Node bits(int at) {
        List<Node> names = new ArrayList<>();
        Matcher words = WORD.matcher(phrase.text()).region(at, phrase.text().length());
        while (words.find()) {
            names.add(scalar(words.group(), words.start()));
        }
        Node first = names.getFirst();
        return names.size() == 1 ? first : new Node.Sequence(names, first.source(), first.line(), first.column());
    }

    private Node.Scalar scalar(String text, int offset) {
        int quote = phrase.plain() ? 0 : 1;
        return new Node.Scalar(text, phrase.plain(), phrase.source(), phrase.line(), phrase.column() + quote + offset);
    }

    private static int leadingSpaces(String text) {
        return text.length() - text.stripLeading().length();
    }

    /** Keys by every name of a field that a phrase may begin with, in lower case. */
    private static Map<String, String> fields() {
        Map<String, String> fields = new TreeMap<>();
        for (Field field : Field.all()) {
            fields.put(words(ConditionText.words(field)), field.key());
        }
        LayerSchema.fields(Field.all()).forEach(name -> fields.putIfAbsent(words(name), name));
        for (String alias : Field.aliases().keySet()) {
            fields.putIfAbsent(words(alias.replace('_', ' ')), alias);
        }
        return Map.copyOf(fields);
    }

    /** Fields in words, as editors may offer them. */
    static List<String> fieldWords() {
        return Arrays.stream(FIELDS.keySet().toArray(String[]::new))
                .filter(name -> name.indexOf('_') < 0)
                .sorted()
                .toList();
    }
}
