// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Builds the tree of a YAML 1.2 or JSON document from the library's events. Building it here and not by the library keeps the places of keys,
 * and bounds what a hostile document can cost: bytes, depth and nodes, aliases counted with all they stand for.
 */
final class NodeTree {
    static final int MAX_BYTES = 16 << 20;
    static final int MAX_DEPTH = 32;
    static final int MAX_NODES = 1_000_000;

    private final String source;
    private final ErrorSink errors;
    private final Iterator<Event> events;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private final Budget budget;
    private int nodes;

    /** What documents that belong together may still take: bytes and nodes. */
    static final class Budget {
        private int bytes = MAX_BYTES;
        private int nodes = MAX_NODES;

        /** Bytes that the next document may have. */
        int bytes() {
            return bytes;
        }
    }

    private record Anchored(Node node, int size) {}

    /** The document cannot be read further; the error is in the sink. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable() {
            super(null, null, false, false);
        }
    }

    private NodeTree(String source, ErrorSink errors, Budget budget, Iterator<Event> events) {
        this.source = source;
        this.errors = errors;
        this.budget = budget;
        this.events = events;
    }

    /** The root of a document, or empty after telling the sink why there is none. */
    static Optional<Node> of(String source, byte[] document, ErrorSink errors) {
        return of(source, document, errors, new Budget());
    }

    /** The same with the bounds of several documents together. */
    static Optional<Node> of(String source, byte[] document, ErrorSink errors, Budget budget) {
        errors.begin(source);
        if (document.length > budget.bytes) {
            errors.add(
                    source,
                    1,
                    1,
                    "document of " + document.length + " bytes",
                    "at most " + MAX_BYTES + " bytes, those that it includes among them",
                    "");
            return Optional.empty();
        }
        budget.bytes -= document.length;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(document))
                    .toString();
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(source)
                    .setCodePointLimit(MAX_BYTES + 1)
                    .build();
            Iterator<Event> events = new Parse(settings)
                    .parseString(text.startsWith("\uFEFF") ? text.substring(1) : text)
                    .iterator();
            return new NodeTree(source, errors, budget, events).document();
        } catch (CharacterCodingException e) {
            errors.add(source, 1, 1, "document is not text in UTF-8", "a policy in YAML or JSON", "");
        } catch (MarkedYamlEngineException e) {
            Mark mark = e.getProblemMark().orElse(null);
            String problem = e.getProblem() == null ? "unreadable" : e.getProblem();
            errors.add(source, lineOf(mark), columnOf(mark), "not YAML: " + oneLine(problem), "", "");
        } catch (YamlEngineException e) {
            errors.add(source, 1, 1, "not YAML: " + oneLine(String.valueOf(e.getMessage())), "", "");
        } catch (Unreadable e) {
            // Already told.
        }
        return Optional.empty();
    }

    private static String oneLine(String text) {
        return text.lines().findFirst().orElse("").strip();
    }

    private Optional<Node> document() {
        events.next();
        Event start = events.next();
        if (start.getEventId() == Event.ID.StreamEnd) {
            errors.add(source, 1, 1, "document is empty", "a policy in YAML or JSON", "");
            return Optional.empty();
        }
        Node root = node(events.next(), 0);
        events.next();
        Event after = events.next();
        if (after.getEventId() != Event.ID.StreamEnd) {
            fail(after, "a second document begins", "one document");
        }
        return Optional.of(root);
    }

    private Node node(Event event, int depth) {
        if (depth > MAX_DEPTH) {
            throw fail(event, "nested more than " + MAX_DEPTH + " deep", "a flatter document");
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias);
        }
        int before = nodes;
        count(event, 1);
        Node node = content(event, depth);
        ((NodeEvent) event).getAnchor().ifPresent(a -> anchors.put(a.getValue(), new Anchored(node, nodes - before)));
        return node;
    }

    private Node content(Event event, int depth) {
        int line = lineOf(event);
        int column = columnOf(event);
        return switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event);
            case SequenceStart -> new Node.Sequence(items(depth), source, line, column);
            case MappingStart -> new Node.Mapping(members(depth), source, line, column);
            default -> throw fail(event, "unexpected " + event.getEventId(), "");
        };
    }

    private Node.Scalar scalar(ScalarEvent event) {
        return new Node.Scalar(event.getValue(), event.isPlain(), source, lineOf(event), columnOf(event));
    }

    private Node aliased(AliasEvent alias) {
        Anchored anchored = anchors.get(alias.getAlias().getValue());
        if (anchored == null) {
            throw fail(alias, "alias *" + alias.getAlias().getValue() + " names no anchor before it", "");
        }
        // An alias costs what it stands for, or a few lines could stand for billions.
        count(alias, anchored.size());
        return anchored.node();
    }

    private void count(Event event, int more) {
        nodes += more;
        budget.nodes -= more;
        if (budget.nodes < 0) {
            throw fail(
                    event,
                    "more than " + MAX_NODES + " nodes, aliases counted with what they stand for",
                    "a smaller document");
        }
    }

    private List<Node> items(int depth) {
        List<Node> items = new ArrayList<>();
        for (Event e = events.next(); e.getEventId() != Event.ID.SequenceEnd; e = events.next()) {
            items.add(node(e, depth + 1));
        }
        return List.copyOf(items);
    }

    private List<Node.Member> members(int depth) {
        List<Node.Member> members = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Event e = events.next(); e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
            Node key = node(e, depth + 1);
            Node value = node(events.next(), depth + 1);
            if (!(key instanceof Node.Scalar name)) {
                errors.add(key, key.kind() + " as a key", "a word");
            } else if (!seen.add(name.text())) {
                errors.add(key, "duplicate key " + name.kind(), "each key once");
            } else {
                members.add(new Node.Member(name, value));
            }
        }
        return List.copyOf(members);
    }

    private Unreadable fail(Event event, String text, String expected) {
        errors.add(source, lineOf(event), columnOf(event), text, expected, "");
        return new Unreadable();
    }

    private static int lineOf(Event event) {
        return lineOf(event.getStartMark().orElse(null));
    }

    private static int columnOf(Event event) {
        return columnOf(event.getStartMark().orElse(null));
    }

    private static int lineOf(Mark mark) {
        return mark == null ? 1 : mark.getLine() + 1;
    }

    private static int columnOf(Mark mark) {
        return mark == null ? 1 : mark.getColumn() + 1;
    }
}
