// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

import io.penstock.worker.signature.rule.RuleText.Option;
import io.penstock.worker.signature.rule.RuleText.Part;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one rule. One use, one thread. */
final class RuleParser {
    private static final long MOST_SID = 0xFFFF_FFFFL;
    private static final int NOT_GIVEN = -1;

    private final RuleText text;
    private final int line;
    private final List<HeaderTest> header = new ArrayList<>();
    /** A {@link ContentDraft} or a {@link PayloadTest.Regex} each. */
    private final List<Object> payload = new ArrayList<>();

    private ContentDraft lastContent;
    private FlowTest flow;
    private String message = "";
    private long sid = NOT_GIVEN;
    private int rev = NOT_GIVEN;

    private RuleParser(String text, int line) {
        this.text = new RuleText(text);
        this.line = line;
    }

    /**
     * Reads a rule.
     *
     * @param text of it, on one line, without comment
     * @param line where it starts in its file, from 1
     */
    static Rule parse(String text, int line) throws RuleSyntaxException {
        return new RuleParser(text, line).parse();
    }

    private Rule parse() throws RuleSyntaxException {
        Part actionWord = text.word("an action");
        Optional<RuleAction> action = RuleAction.of(actionWord.text());
        if (action.isEmpty()) {
            throw actionWord.wrong("alert, pass, drop or reject expected: " + actionWord.text());
        }
        Part protocolWord = text.word("a protocol");
        Optional<RuleProtocol> protocol = RuleProtocol.of(protocolWord.text());
        if (protocol.isEmpty()) {
            throw protocolWord.wrong("the protocol " + protocolWord.text() + " is not known or not supported");
        }
        Rule.Endpoint source = EndpointParser.endpoint(text.word("an address"), text.word("a port"));
        Part arrow = text.word("-> or <>");
        if (!arrow.text().equals("->") && !arrow.text().equals("<>")) {
            throw arrow.wrong("-> or <> expected: " + arrow.text());
        }
        Rule.Endpoint destination = EndpointParser.endpoint(text.word("an address"), text.word("a port"));
        text.open();
        while (!text.isClosed()) {
            option(text.option());
        }
        if (sid == NOT_GIVEN) {
            throw new RuleSyntaxException(text.at(), "the rule has no sid");
        }
        List<PayloadTest> tests = tests();
        FittingSize.check(header, tests, text.at());
        return new Rule(
                action.get(),
                protocol.get(),
                source,
                destination,
                arrow.text().equals("<>"),
                sid,
                Math.max(rev, 0),
                message,
                flow == null ? FlowTest.ANY : flow,
                header,
                tests,
                line);
    }

    private List<PayloadTest> tests() {
        return payload.stream()
                .map(test -> test instanceof ContentDraft draft ? draft.content() : (PayloadTest) test)
                .toList();
    }

    private void option(Option option) throws RuleSyntaxException {
        switch (option.name().text()) {
            case "msg" -> message = message(option.value());
            case "sid" -> sid = identity(option, sid);
            case "rev" -> rev = (int) identity(option, rev);
            case "gid", "priority" -> option.value().number(option.name().text(), MOST_SID);
            case "classtype", "reference", "metadata", "target" -> {}
            case "content" -> content(option.value());
            case "nocase",
                    "rawbytes",
                    "startswith",
                    "endswith",
                    "fast_pattern",
                    "offset",
                    "depth",
                    "distance",
                    "within" -> modify(option);
            case "pcre" -> payload.add(RegexParser.test(option.value()));
            case "flow" -> flow(option);
            default -> headerTest(option);
        }
    }

    private static String message(Part value) throws RuleSyntaxException {
        String spelled = value.unquoted("msg").text();
        StringBuilder message = new StringBuilder();
        for (int i = 0; i < spelled.length(); i++) {
            boolean escape = spelled.charAt(i) == '\\' && i + 1 < spelled.length();
            message.append(spelled.charAt(escape ? ++i : i));
        }
        return new String(message.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static long identity(Option option, long before) throws RuleSyntaxException {
        String name = option.name().text();
        if (before != NOT_GIVEN) {
            throw option.name().wrong(name + " is given twice");
        }
        return option.value().number(name, name.equals("rev") ? Integer.MAX_VALUE : MOST_SID);
    }

    private void content(Part value) throws RuleSyntaxException {
        lastContent = ContentDraft.of(value);
        payload.add(lastContent);
    }

    private void modify(Option option) throws RuleSyntaxException {
        if (lastContent == null) {
            throw option.name().wrong(option.name().text() + " follows on no content");
        }
        lastContent.modify(option);
    }

    private void flow(Option option) throws RuleSyntaxException {
        if (flow != null) {
            throw option.name().wrong("flow is given twice");
        }
        flow = FlowTestParser.test(option.value());
    }

    private void headerTest(Option option) throws RuleSyntaxException {
        Optional<HeaderTest> test = HeaderTestParser.test(option);
        if (test.isEmpty()) {
            throw option.name().wrong("the keyword " + option.name().text() + " is not known or not supported");
        }
        header.add(test.get());
    }
}
