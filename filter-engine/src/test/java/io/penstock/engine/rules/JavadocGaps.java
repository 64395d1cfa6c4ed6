// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.rules;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.ThrowsTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.Name;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/**
 * Reads sources with javac's own parser and lists what the javadoc of public types leaves open: numbers of which nothing says what they count, and
 * exceptions that are thrown and not announced.
 *
 * <p>A number is an integer or floating type, also boxed, in an array or a list, or an {@code OptionalInt}; bytes in an array are none. What it counts
 * may stand in its name ({@code lengthBytes}), in its {@code @param}, in the sentences of the javadoc, or, for the fields of a binary layout, in the
 * table of the type, which names them in upper case.
 */
final class JavadocGaps extends TreePathScanner<Void, Void> {
    private static final Pattern NUMBER = Pattern.compile(
            "\\b(byte|short|int|long|float|double|Byte|Short|Integer|Long|Float|Double|OptionalInt|OptionalLong)\\b");
    /** What a number may be: a unit, a count, a place, a name, bits, one of an enumeration, or its range. */
    private static final Pattern MEANING = Pattern.compile(
            "bits?|flags?|mask|bytes|packets|nanos|nanoseconds|millis|milliseconds|seconds|ports?|index|offset|place|number|many"
                + "|most|length|size|count|sum|weight|ordinal|id|sequence|revision|partition|context|digest|hash|checksum"
                + "|EtherType|profile|LINKTYPE|0x[0-9a-f]+|\\d+",
            Pattern.CASE_INSENSITIVE);
    /** Named constants tell the values that there are: {@code PacketRow.OUTBOUND}. */
    private static final Pattern CONSTANT = Pattern.compile("[.#][A-Z][A-Z0-9_]+\\b");

    private static final Pattern WORD = Pattern.compile("0x[0-9A-Fa-f]+|[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\\d+");

    private final DocTrees docs;
    private final String file;
    private final List<String> gaps = new ArrayList<>();
    private final Deque<ClassTree> types = new ArrayDeque<>();

    private JavadocGaps(DocTrees docs, String file) {
        this.docs = docs;
        this.file = file;
    }

    /** The gaps of some sources, one line each, "File.java: Type.member what is missing". */
    static List<String> in(Iterable<? extends JavaFileObject> sources) throws IOException {
        JavacTask task = (JavacTask)
                ToolProvider.getSystemJavaCompiler().getTask(null, null, null, List.of("-proc:none"), null, sources);
        List<String> gaps = new ArrayList<>();
        for (CompilationUnitTree unit : task.parse()) {
            String name = unit.getSourceFile().getName();
            JavadocGaps reader = new JavadocGaps(DocTrees.instance(task), name.substring(name.lastIndexOf('/') + 1));
            reader.scan(unit, null);
            gaps.addAll(reader.gaps);
        }
        return gaps;
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
        if (!isPublic(type.getModifiers().getFlags())) {
            return null;
        }
        types.push(type);
        if (type.getKind() == Tree.Kind.RECORD) {
            components(type, doc(getCurrentPath()));
        }
        super.visitClass(type, unused);
        types.pop();
        return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
        if (types.isEmpty() || !isPublic(method.getModifiers().getFlags()) || isOverride(method)) {
            return null;
        }
        DocCommentTree doc = doc(getCurrentPath());
        if (!isAccessor(method) && !isOfLayout(method)) {
            numbers(method, doc);
        }
        for (String thrown : ThrownExceptions.of(method, types.peek())) {
            if (blocks(doc)
                    .noneMatch(tag -> tag instanceof ThrowsTree throwsTag
                            && throwsTag.getExceptionName().toString().equals(thrown))) {
                gap(method.getName(), "throws " + thrown + ", which no @throws names");
            }
        }
        return null;
    }

    private void components(ClassTree record, DocCommentTree doc) {
        for (VariableTree component : componentsOf(record)) {
            String name = component.getName().toString();
            if (isNumber(component.getType()) && !isInherited(name)) {
                String text = param(doc, name);
                if (text.isEmpty()) {
                    gap(name, "is a number without @param");
                } else if (!says(name + " " + text)) {
                    gap(name, "is a number, and nothing says of what: " + text);
                }
            }
        }
    }

    private void numbers(MethodTree method, DocCommentTree doc) {
        List<String> numbers = new ArrayList<>();
        method.getParameters().stream()
                .filter(parameter -> isNumber(parameter.getType()) && !isComponent(parameter.getName()))
                .forEach(parameter -> numbers.add(parameter.getName().toString()));
        if (method.getReturnType() != null && isNumber(method.getReturnType())) {
            numbers.add(method.getName().toString());
        }
        if (!numbers.isEmpty() && doc == null) {
            gap(method.getName(), "has numbers and no javadoc: " + numbers);
            return;
        }
        numbers.stream()
                .filter(number -> !says(number + " " + doc))
                .forEach(number -> gap(method.getName(), "has a number, and nothing says of what: " + number));
    }

    /** Whether an enclosing interface, which the record is a case of, describes the component as a method of its own. */
    private boolean isInherited(String component) {
        TreePath outer = getCurrentPath().getParentPath();
        return outer.getLeaf() instanceof ClassTree type
                && type.getMembers().stream()
                        .anyMatch(member -> member instanceof MethodTree method
                                && method.getName().contentEquals(component)
                                && doc(new TreePath(outer, method)) != null);
    }

    /** What a record's components say, its accessors and constructors need not say again. */
    private boolean isAccessor(MethodTree method) {
        return method.getParameters().isEmpty() && isComponent(method.getName());
    }

    private boolean isComponent(Name name) {
        return componentsOf(types.peek()).stream()
                .anyMatch(component -> component.getName().equals(name));
    }

    private static List<VariableTree> componentsOf(ClassTree type) {
        return type.getKind() != Tree.Kind.RECORD
                ? List.of()
                : type.getMembers().stream()
                        .filter(VariableTree.class::isInstance)
                        .map(VariableTree.class::cast)
                        .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
                        .toList();
    }

    /** Whether the type's javadoc is the page of a layout that has this field, {@code CAPTURE_TIME_NANOS} for {@code captureTimeNanos}. */
    private boolean isOfLayout(MethodTree method) {
        String field = method.getName().toString().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
        return Pattern.compile("\\b" + field + "\\b")
                .matcher(String.valueOf(doc(getCurrentPath().getParentPath())))
                .find();
    }

    private boolean isPublic(java.util.Set<Modifier> flags) {
        boolean inInterface = !types.isEmpty()
                && (types.peek().getKind() == Tree.Kind.INTERFACE
                        || types.peek().getKind() == Tree.Kind.ANNOTATION_TYPE);
        return flags.contains(Modifier.PUBLIC) || inInterface && !flags.contains(Modifier.PRIVATE);
    }

    private static boolean isOverride(MethodTree method) {
        return method.getModifiers().getAnnotations().stream()
                .anyMatch(
                        annotation -> annotation.getAnnotationType().toString().equals("Override"));
    }

    private static boolean isNumber(Tree type) {
        return NUMBER.matcher(type.toString().replace("byte[]", "")).find();
    }

    private static boolean says(String text) {
        return CONSTANT.matcher(text).find()
                || WORD.matcher(text)
                        .results()
                        .anyMatch(word -> MEANING.matcher(word.group()).matches());
    }

    private static String param(DocCommentTree doc, String name) {
        return blocks(doc)
                .filter(ParamTree.class::isInstance)
                .map(ParamTree.class::cast)
                .filter(tag -> tag.getName().toString().equals(name))
                .map(tag -> tag.getDescription().toString())
                .collect(Collectors.joining(" "));
    }

    private static Stream<? extends DocTree> blocks(DocCommentTree doc) {
        return doc == null ? Stream.empty() : doc.getBlockTags().stream();
    }

    private DocCommentTree doc(TreePath path) {
        return docs.getDocCommentTree(path);
    }

    private void gap(CharSequence member, String what) {
        gaps.add(file + ": " + types.peek().getSimpleName() + "." + member + " " + what);
    }
}
