// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/**
 * Reads what a document includes, and what that includes: files by their path from the including one, never outside of the folder of the first
 * document, links followed. A file counts once, where it is first included.
 */
final class IncludedDocuments {
    /** Documents that include one another in a row. */
    static final int MAX_CHAIN = 16;

    private static final int MAX_FILES = 1000;

    private final String source;
    private final Path file;
    private final NodeTree.Budget budget;
    private final ErrorSink errors;
    private final List<Members> parts = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Set<Path> read = new HashSet<>();
    /** The documents that are being read, each included by the one before, by their real path. */
    private final Map<Path, String> chain = new LinkedHashMap<>();

    private Path tree;

    /**
     * What documents of one policy include.
     *
     * @param source what errors call the first document
     * @param file where it was read, null if it can include nothing
     */
    IncludedDocuments(String source, Path file, NodeTree.Budget budget, ErrorSink errors) {
        this.source = source;
        this.file = file;
        this.budget = budget;
        this.errors = errors;
    }

    /** What was included, in the order in which it was read. */
    List<String> names() {
        return names;
    }

    /** The first document behind all that it includes. */
    List<Members> with(Members first) {
        Node include = first.get("include");
        if (include == null) {
            return List.of(first);
        }
        if (file == null) {
            errors.add(include, "include in a document that is no file", "a file, or one whole document");
            return List.of(first);
        }
        try {
            Path real = file.toRealPath();
            tree = real.getParent();
            enter(real, source, first);
        } catch (IOException gone) {
            errors.add(include, "the folder of " + file + " cannot be read", "a folder to include from");
            return List.of(first);
        }
        return parts;
    }

    private void enter(Path real, String name, Members document) {
        read.add(real);
        chain.put(real, name);
        for (Node node : document.oneOrMany("include")) {
            if (node instanceof Node.Scalar scalar) {
                included(scalar, real.getParent());
            } else {
                errors.add(node, node.kind() + " as include", "the path of a document");
            }
        }
        chain.remove(real);
        parts.add(document);
    }

    private void included(Node.Scalar at, Path folder) {
        String text = at.text().strip();
        try {
            Path path = Path.of(text);
            if (path.isAbsolute() || text.isEmpty()) {
                errors.add(at, at.kind() + " as include", "a path from the including document");
            } else if (text.indexOf('*') < 0) {
                one(at, folder.resolve(path));
            } else {
                matching(at, folder.resolve(path));
            }
        } catch (InvalidPathException | PatternSyntaxException wrong) {
            errors.add(at, at.kind() + " as include: " + wrong.getMessage(), "a path from the including document");
        }
    }

    /** Files of one folder by a pattern, in the order of their names. */
    private void matching(Node.Scalar at, Path pattern) {
        List<Path> files = new ArrayList<>();
        String name = pattern.getFileName().toString();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(pattern.getParent(), name)) {
            found.forEach(files::add);
        } catch (IOException none) {
            files.clear();
        }
        if (files.isEmpty()) {
            errors.add(at, "no document matches " + at.kind(), "a pattern such as rules/*.yaml");
        }
        files.stream().sorted().forEach(one -> one(at, one));
    }

    private void one(Node.Scalar at, Path path) {
        try {
            Path real = path.toRealPath();
            if (!real.startsWith(tree)) {
                errors.add(at, at.kind() + " leads out of the folder of " + source, "a document in it or below");
            } else if (chain.containsKey(real)) {
                errors.add(at, "documents that include each other: " + circle(real), "documents that end somewhere");
            } else if (!read.contains(real) && isWithinBounds(at)) {
                document(at, real);
            }
        } catch (IOException unreadable) {
            errors.add(at, at.kind() + " cannot be read", "a document beside the including one");
        }
    }

    private String circle(Path back) {
        List<Path> paths = new ArrayList<>(chain.keySet());
        List<String> circle = new ArrayList<>();
        paths.subList(paths.indexOf(back), paths.size()).forEach(path -> circle.add(chain.get(path)));
        circle.add(chain.get(back));
        return String.join(" → ", circle);
    }

    private boolean isWithinBounds(Node.Scalar at) {
        boolean deep = chain.size() >= MAX_CHAIN;
        boolean many = read.size() >= MAX_FILES;
        if (deep || many) {
            String most = deep ? MAX_CHAIN + " documents that include one another in a row" : MAX_FILES + " documents";
            errors.add(at, "more than " + most, "fewer documents");
        }
        return !deep && !many;
    }

    private void document(Node.Scalar at, Path real) throws IOException {
        if (!Files.isRegularFile(real)) {
            errors.add(at, at.kind() + " is no file", "a document, or a pattern such as rules/*.yaml");
            return;
        }
        String name = nameOf(real);
        byte[] bytes;
        try (InputStream in = Files.newInputStream(real)) {
            bytes = in.readNBytes(budget.bytes() + 1);
        }
        names.add(name);
        read.add(real);
        Optional<Members> document = NodeTree.of(name, bytes, errors, budget)
                .flatMap(root -> Members.of(root, "policy", PolicyDocument.KEYS, errors));
        document.ifPresent(members -> enter(real, name, members));
    }

    /** As the user would name it: from where the first document was named. */
    private String nameOf(Path real) {
        Path folder = file.getParent();
        Path within = tree.relativize(real);
        return (folder == null ? within : folder.resolve(within)).toString();
    }
}
