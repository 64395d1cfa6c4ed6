// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.inspect;

import io.penstock.engine.packet.IpProtocol;
import io.penstock.worker.signature.match.PatternSearch;
import io.penstock.worker.signature.rule.PayloadTest;
import io.penstock.worker.signature.rule.Rule;
import io.penstock.worker.signature.rule.RuleFile;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Rules made ready to be run: in the order in which they are heard, and with one content of each looked for in advance, so that only rules that can match are run.
 * Immutable, shared between threads.
 */
public final class RuleSet implements AutoCloseable {
    /** The kinds of packets that have rules of their own. */
    private static final int[] PROTOCOLS = {
        IpProtocol.TCP, IpProtocol.UDP, IpProtocol.ICMP, IpProtocol.ICMPV6, IpProtocol.SCTP
    };

    private final RuleFile file;
    private final List<Rule> rules;
    private final PatternSearch search;
    /** Number of the rule that each pattern stands for. */
    private final int[] ruleOf;

    private final int longestPattern;
    /** Rules that no content has to be found for, by protocol, and for all other protocols last. */
    private final BitSet[] unfiltered = new BitSet[PROTOCOLS.length + 1];

    private final BitSet readsStream = new BitSet();
    private final BitSet readsEveryPacket = new BitSet();

    private RuleSet(RuleFile file, PatternSearch.Engine engine) {
        this.file = file;
        rules = file.rules().stream().sorted(Comparator.comparing(Rule::action)).toList();
        List<byte[]> patterns = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        BitSet open = new BitSet();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            readsStream.set(i, rule.readsStream());
            readsEveryPacket.set(i, rule.readsEveryPacket());
            byte[] pattern = leading(rule);
            open.set(i, pattern == null);
            if (pattern != null) {
                patterns.add(pattern);
                owners.add(i);
            }
        }
        search = PatternSearch.compile(engine, patterns);
        longestPattern =
                patterns.stream().mapToInt(pattern -> pattern.length).max().orElse(0);
        ruleOf = owners.stream().mapToInt(Integer::intValue).toArray();
        sort(open);
    }

    /** Makes the rules of a file ready. */
    public static RuleSet of(RuleFile file, PatternSearch.Engine engine) {
        return new RuleSet(file, engine);
    }

    private void sort(BitSet open) {
        for (int group = 0; group < unfiltered.length; group++) {
            unfiltered[group] = new BitSet();
            for (int i = open.nextSetBit(0); i >= 0; i = open.nextSetBit(i + 1)) {
                Rule rule = rules.get(i);
                boolean fits = group == PROTOCOLS.length
                        ? rule.protocol().includes(4, IpProtocol.NO_NEXT_HEADER)
                                || rule.protocol().includes(6, IpProtocol.NO_NEXT_HEADER)
                        : rule.protocol().includes(4, PROTOCOLS[group])
                                || rule.protocol().includes(6, PROTOCOLS[group]);
                unfiltered[group].set(i, fits);
            }
        }
    }

    /** The content that is looked for in advance: the one the rule names, else its longest; null where every content is negated. */
    private static byte[] leading(Rule rule) {
        PayloadTest.Content best = null;
        for (PayloadTest test : rule.payload()) {
            if (test instanceof PayloadTest.Content content && !content.negated()) {
                boolean better = best == null
                        || !best.fast() && (content.fast() || content.pattern().length > best.pattern().length);
                best = better ? content : best;
            }
        }
        return best == null ? null : best.pattern();
    }

    /** The rules, and what was refused. */
    public RuleFile file() {
        return file;
    }

    /** Number of rules. */
    public int size() {
        return rules.size();
    }

    /** A rule by its number, which says when it is heard. */
    Rule rule(int number) {
        return rules.get(number);
    }

    boolean readsStream(int number) {
        return readsStream.get(number);
    }

    boolean readsEveryPacket(int number) {
        return readsEveryPacket.get(number);
    }

    /** Bytes of the longest content that is looked for in advance, 0 without any. */
    int longestPattern() {
        return longestPattern;
    }

    /**
     * Sets the number of each rule that can match a packet of this protocol, or a stream of TCP, with these bytes.
     *
     * @param withOpen whether rules that no content is looked for in advance of are among them
     */
    void candidates(int protocol, byte[] bytes, int from, int length, boolean withOpen, Candidates into) {
        into.rules.clear();
        if (withOpen) {
            into.rules.or(unfiltered[group(protocol)]);
        }
        if (ruleOf.length == 0 || length == 0) {
            return;
        }
        into.patterns.clear();
        search.search(bytes, from, length, into.patterns);
        for (int i = into.patterns.nextSetBit(0); i >= 0; i = into.patterns.nextSetBit(i + 1)) {
            into.rules.set(ruleOf[i]);
        }
    }

    private static int group(int protocol) {
        for (int group = 0; group < PROTOCOLS.length; group++) {
            if (PROTOCOLS[group] == protocol) {
                return group;
            }
        }
        return PROTOCOLS.length;
    }

    /** What is used to look for contents. */
    public String searchName() {
        return search.name();
    }

    @Override
    public void close() {
        search.close();
    }

    /** Sets of numbers that are used again and again. One thread. */
    static final class Candidates {
        final BitSet rules = new BitSet();
        private final BitSet patterns = new BitSet();
    }
}
