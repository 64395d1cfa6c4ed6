// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.policy.Policy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Answers a question over parts of an input, several at a time. Packets are streamed; the walks of the first packets of groups are traced in a second pass over
 * the beginning of the parts that they are in, so that no packet pays for traces that nobody reads.
 */
public final class Reclassification {
    private final Question question;
    private final Supplier<Collection<Callout>> code;
    private final PacketExplainer explainer;
    private final int threads;
    private final AnswerablePolicy before;
    private final AnswerablePolicy after;

    /**
     * An answer to come.
     *
     * @param code makes new instances of the callouts whose code is here, for one thread each time; any thread
     * @param recorded whether the packets' feeds may know how pends ended
     * @param threads parts that are read at a time, 1 or more
     */
    public Reclassification(
            Question question,
            Supplier<Collection<Callout>> code,
            boolean recorded,
            PacketExplainer explainer,
            int threads) {
        this.question = question;
        this.code = code;
        this.explainer = explainer;
        this.threads = threads;
        Set<String> here = code.get().stream().map(Callout::key).collect(Collectors.toSet());
        before = question.oldSide()
                .policy()
                .map(policy -> AnswerablePolicy.of(policy, here, recorded))
                .orElse(null);
        after = AnswerablePolicy.of(question.newSide().policy().orElseThrow(), here, recorded);
    }

    /**
     * Compares all packets of all parts.
     *
     * @param sources names of sources that are told in this order, with packets or without; others follow by name
     * @param sinks told of each packet that is moved or changed, part by part
     * @param partials results of parts that are done, which are not done again
     * @throws IOException if a part cannot be read or a sink not be written
     * @throws InterruptedException if the thread is told to stop
     */
    public ReclassificationReport run(
            List<Part> parts,
            List<String> sources,
            ChangeSink.Factory sinks,
            PartialResults partials,
            ReadProgress progress)
            throws IOException, InterruptedException {
        ChangeTally all = new ChangeTally();
        List<Integer> indexes = IntStream.range(0, parts.size()).boxed().toList();
        PartWork.each(indexes, threads, part -> {
            Optional<ChangeTally> done = partials.load(part);
            ChangeTally one = done.isPresent() ? done.get() : compare(part, parts.get(part), sinks, progress);
            if (done.isEmpty()) {
                partials.store(part, one);
            }
            synchronized (all) {
                all.add(one);
            }
        });
        return new ReportWriter(question, sides(all), traces(parts, all, partials)).report(all, sources);
    }

    /**
     * Does one part by itself, for whoever puts the parts together later: {@link #run} with these results reads no packet.
     *
     * @param index of the part among all, from 0
     * @param sinks told of each packet that is moved or changed
     * @param to where the results are kept, the traces of its packets that may be the first of their groups among them
     * @throws IOException if the part cannot be read, or a sink or the results not be written
     */
    public void answer(int index, Part part, ChangeSink.Factory sinks, PartialResults to, ReadProgress progress)
            throws IOException {
        ChangeTally tally = compare(index, part, sinks, progress);
        NavigableSet<Long> wanted = firsts(tally).getOrDefault(index, new TreeSet<>());
        Map<Long, PartComparison.Traces> traces = Map.of();
        if (!wanted.isEmpty()) {
            try (PacketFeed feed = part.open()) {
                traces = comparison().trace(feed, wanted);
            }
        }
        to.storeTraces(index, traces);
        to.store(index, tally);
    }

    private ChangeTally compare(int index, Part part, ChangeSink.Factory sinks, ReadProgress progress)
            throws IOException {
        try (PacketFeed feed = part.open();
                ChangeSink sink = sinks.open(index)) {
            return comparison().compare(index, feed, sink, progress);
        }
    }

    private List<ComparedPolicy> sides(ChangeTally all) {
        return List.of(
                side(question.oldSide(), before, all.oldAnswers.answers()),
                side(question.newSide(), after, all.newAnswers.answers()));
    }

    private static ComparedPolicy side(ComparedSide given, AnswerablePolicy evaluated, List<CalloutAnswers> answers) {
        String version = given.policy().map(Policy::version).orElse("");
        List<String> unknown = new ArrayList<>(evaluated == null ? List.of() : evaluated.inert());
        answers.stream()
                .filter(callout -> callout.unknown() > 0)
                .map(CalloutAnswers::callout)
                .forEach(unknown::add);
        return new ComparedPolicy(given.name(), version, unknown, answers);
    }

    private PartComparison comparison() {
        return new PartComparison(before, after, question.range(), code, explainer);
    }

    /** Places of the first packets of all groups, by part. */
    private static Map<Integer, NavigableSet<Long>> firsts(ChangeTally all) {
        Map<Integer, NavigableSet<Long>> firsts = new TreeMap<>();
        all.groups.forEach((key, group) -> firsts.computeIfAbsent(group.first.part(), fresh -> new TreeSet<>())
                .add(group.first.ordinal()));
        return firsts;
    }

    /** Traces of the first packets of all groups, by part and place. */
    private Map<Integer, Map<Long, PartComparison.Traces>> traces(
            List<Part> parts, ChangeTally all, PartialResults partials) throws IOException, InterruptedException {
        Map<Integer, NavigableSet<Long>> wanted = firsts(all);
        Map<Integer, Map<Long, PartComparison.Traces>> traces = new ConcurrentHashMap<>();
        PartWork.each(new ArrayList<>(wanted.keySet()), threads, part -> {
            Optional<Map<Long, PartComparison.Traces>> kept = partials.loadTraces(part);
            if (kept.isPresent()) {
                traces.put(part, kept.get());
                return;
            }
            try (PacketFeed feed = parts.get(part).open()) {
                traces.put(part, comparison().trace(feed, wanted.get(part)));
            }
        });
        return traces;
    }
}
