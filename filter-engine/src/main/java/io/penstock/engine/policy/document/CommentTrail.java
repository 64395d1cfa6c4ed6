// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Gives each comment of a document to the node that it is about, while the tree of nodes grows. A comment at the end of a line is about the key or item that ends there, one on
 * lines of its own about what follows; but if it is indented deeper than that, it belongs to the block that has just ended, like a member that somebody has
 * commented out. One thread.
 */
final class CommentTrail {
    private final NodeComments root;
    private final Deque<Comment> waiting = new ArrayDeque<>();
    private final Deque<Container> open = new ArrayDeque<>();
    /** The blocks that have ended behind the newest node. */
    private final List<Container> ended = new ArrayList<>();

    private NodeComments newest;
    private int lineOfNewest = -1;

    /**
     * A list or mapping whose end has not come yet.
     *
     * @param holder the key or item that it stands at
     * @param column where its parts begin
     */
    private record Container(NodeComments comments, NodeComments holder, boolean flow, int column) {}

    /** Begins a document whose root node has these comments. */
    CommentTrail(NodeComments root) {
        this.root = root;
        newest = root;
    }

    /** The next comment of the document. */
    void add(Comment comment) {
        waiting.add(comment);
    }

    /**
     * A key or an item begins.
     *
     * @param index code points before it in the document
     */
    NodeComments begin(int index) {
        NodeComments node = new NodeComments();
        int column = open.isEmpty() ? 0 : open.peek().column();
        int reach = Integer.MAX_VALUE;
        while (isWaitingBefore(index)) {
            Comment comment = waiting.remove();
            if (isBeside(comment)) {
                newest.addBeside(comment.text());
            } else {
                reach = Math.min(reach, comment.isAlone() ? comment.column() : 0);
                NodeComments block = reach > column ? endedWithin(reach) : null;
                if (block == null) {
                    node.addBefore(comment.text());
                } else {
                    block.addBehind(comment.text());
                }
            }
        }
        newest = node;
        lineOfNewest = -1;
        ended.clear();
        return node;
    }

    /**
     * A word, number or text, an alias or a bracket stands at the newest key or item, or is it.
     *
     * @param end code points up to its end
     * @param line where it ends, from 0; -1 if nothing more can stand there
     */
    void goesOn(int end, int line) {
        while (isWaitingBefore(end)) {
            Comment comment = waiting.remove();
            if (isBeside(comment)) {
                newest.addBeside(comment.text());
            } else {
                newest.addBefore(comment.text());
            }
        }
        lineOfNewest = line;
    }

    /**
     * A list or mapping begins.
     *
     * @param column where its parts begin, from 0
     */
    void open(NodeComments comments, boolean flow, int column) {
        open.push(new Container(comments, newest, flow, column));
    }

    /** The list or mapping that began last ends; where that is shows only in flow style, by its bracket. */
    void close(int index, int line) {
        Container container = open.pop();
        if (!container.flow()) {
            ended.add(container);
            return;
        }
        while (isWaitingBefore(index)) {
            Comment comment = waiting.remove();
            if (isBeside(comment)) {
                newest.addBeside(comment.text());
            } else {
                container.comments().addBehind(comment.text());
            }
        }
        newest = container.holder();
        lineOfNewest = line;
    }

    /** The document ends. */
    void end() {
        int reach = Integer.MAX_VALUE;
        while (!waiting.isEmpty()) {
            Comment comment = waiting.remove();
            if (isBeside(comment)) {
                newest.addBeside(comment.text());
            } else {
                reach = Math.min(reach, comment.isAlone() ? comment.column() : 0);
                NodeComments block = endedWithin(reach);
                (block == null ? root : block).addBehind(comment.text());
            }
        }
    }

    private boolean isWaitingBefore(int index) {
        return !waiting.isEmpty() && waiting.peek().index() < index;
    }

    private boolean isBeside(Comment comment) {
        return !comment.isAlone() && comment.line() == lineOfNewest;
    }

    /** The innermost of the ended blocks that an indentation lies within, or null. */
    private NodeComments endedWithin(int column) {
        Container within = null;
        for (Container block : ended) {
            if (block.column() <= column && (within == null || block.column() > within.column())) {
                within = block;
            }
        }
        return within == null ? null : within.comments();
    }
}
