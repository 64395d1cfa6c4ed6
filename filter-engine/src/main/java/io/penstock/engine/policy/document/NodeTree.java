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
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.Scanner;
import org.snakeyaml.engine.v2.scanner.ScannerImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Builds the tree of a YAML 1.2 or JSON document from the library's events. Building it here and not by the library keeps the places of keys and comments,
 * and bounds what a hostile document can cost: bytes, depth, nodes and comments, aliases counted with all they stand for.
 */
final class NodeTree {
    static final int MAX_BYTES = 16 << 20;
    static final int MAX_DEPTH = 32;
    static final int MAX_NODES = 1_000_000;

    private static final int SMALLEST_PIECE = 1 << 10;
    private static final int LARGEST_PIECE = 256 << 10;

    private final String source;
    private final ErrorSink errors;
    private final Iterator<Event> events;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private final Budget budget;
    private final NodeComments ofRoot = new NodeComments();
    private final CommentTrail comments = new CommentTrail(ofRoot);
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

    private NodeTree(String source, ErrorSink errors, Budget budget, String text) {
        this.source = source;
        this.errors = errors;
        this.budget = budget;
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source)
                .setCodePointLimit(MAX_BYTES + 1)
                // The library copies what it has of a token for each piece that it reads: in its own pieces of a
                // kilobyte, a line of some megabytes takes a minute.
                .setBufferSize(Math.clamp(text.length(), SMALLEST_PIECE, LARGEST_PIECE))
                .build();
        Scanner tokens = new ScannerImpl(settings, new StreamReader(settings, text));
        events = new ParserImpl(settings, new CommentScanner(tokens, text, this::comment));
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
            return new NodeTree(source, errors, budget, text.startsWith("\uFEFF") ? text.substring(1) : text)
                    .document();
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
        Node root = node(events.next(), 0, ofRoot);
        events.next();
        Event after = events.next();
        if (after.getEventId() != Event.ID.StreamEnd) {
            fail(after, "a second document begins", "one document");
        }
        comments.end();
        return Optional.of(root);
    }

    private void comment(Comment comment) {
        count(comment.line() + 1, comment.column() + 1, 1);
        comments.add(comment);
    }

    private Node node(Event event, int depth, NodeComments about) {
        if (depth > MAX_DEPTH) {
            throw fail(event, "nested more than " + MAX_DEPTH + " deep", "a flatter document");
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias, about);
        }
        int before = nodes;
        count(lineOf(event), columnOf(event), 1);
        Node node = content(event, depth, about);
        ((NodeEvent) event).getAnchor().ifPresent(a -> anchors.put(a.getValue(), new Anchored(node, nodes - before)));
        return node;
    }

    private Node content(Event event, int depth, NodeComments about) {
        int line = lineOf(event);
        int column = columnOf(event);
        return switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event, about);
            case SequenceStart -> {
                open((CollectionStartEvent) event, about);
                yield new Node.Sequence(items(depth), source, line, column, about);
            }
            case MappingStart -> {
                open((CollectionStartEvent) event, about);
                yield new Node.Mapping(members(depth), source, line, column, about);
            }
            default -> throw fail(event, "unexpected " + event.getEventId(), "");
        };
    }

    private Node.Scalar scalar(ScalarEvent event, NodeComments about) {
        boolean ofLines = event.getScalarStyle() == ScalarStyle.LITERAL || event.getScalarStyle() == ScalarStyle.FOLDED;
        Mark end = event.getEndMark().orElseThrow();
        comments.goesOn(end.getIndex(), ofLines ? -1 : end.getLine());
        return new Node.Scalar(event.getValue(), event.isPlain(), source, lineOf(event), columnOf(event), about);
    }

    private void open(CollectionStartEvent event, NodeComments about) {
        Mark first = event.getEndMark().orElseThrow();
        if (event.isFlow()) {
            comments.goesOn(first.getIndex(), first.getLine());
        }
        // Behind an anchor a block begins where its first part does, which is where the library says that the event
        // ends.
        comments.open(about, event.isFlow(), first.getColumn());
    }

    private void close(Event event) {
        comments.close(indexOf(event), event.getEndMark().orElseThrow().getLine());
    }

    private NodeComments begin(Event event) {
        return comments.begin(indexOf(event));
    }

    private static int indexOf(Event event) {
        return event.getStartMark().orElseThrow().getIndex();
    }

    private Node aliased(AliasEvent alias, NodeComments about) {
        Anchored anchored = anchors.get(alias.getAlias().getValue());
        if (anchored == null) {
            throw fail(alias, "alias *" + alias.getAlias().getValue() + " names no anchor before it", "");
        }
        // An alias costs what it stands for, or a few lines could stand for billions.
        count(lineOf(alias), columnOf(alias), anchored.size());
        Mark end = alias.getEndMark().orElseThrow();
        comments.goesOn(end.getIndex(), end.getLine());
        return switch (anchored.node()) {
            case Node.Scalar s -> new Node.Scalar(s.text(), s.plain(), s.source(), s.line(), s.column(), about);
            case Node.Sequence s -> new Node.Sequence(s.items(), s.source(), s.line(), s.column(), about);
            case Node.Mapping m -> new Node.Mapping(m.members(), m.source(), m.line(), m.column(), about);
        };
    }

    private void count(int line, int column, int more) {
        nodes += more;
        budget.nodes -= more;
        if (budget.nodes < 0) {
            errors.add(
                    source,
                    line,
                    column,
                    "more than " + MAX_NODES + " nodes and comments, aliases counted with what they stand for",
                    "a smaller document",
                    "");
            throw new Unreadable();
        }
    }

    private List<Node> items(int depth) {
        List<Node> items = new ArrayList<>();
        Event e = events.next();
        for (; e.getEventId() != Event.ID.SequenceEnd; e = events.next()) {
            items.add(node(e, depth + 1, begin(e)));
        }
        close(e);
        return List.copyOf(items);
    }

    private List<Node.Member> members(int depth) {
        List<Node.Member> members = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Event e = events.next();
        for (; e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
            Node key = node(e, depth + 1, begin(e));
            Node value = node(events.next(), depth + 1, new NodeComments());
            if (!(key instanceof Node.Scalar name)) {
                errors.add(key, key.kind() + " as a key", "a word");
            } else if (!seen.add(name.text())) {
                errors.add(key, "duplicate key " + name.kind(), "each key once");
            } else {
                members.add(new Node.Member(name, value));
            }
        }
        close(e);
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
