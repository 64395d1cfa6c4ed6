// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.util.TreeScanner;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;

/** The exceptions that a method creates and throws, itself or in private methods of its type that it calls. */
final class ThrownExceptions extends TreeScanner<Void, Void> {
    private final ClassTree type;
    private final Set<String> seen = new HashSet<>();
    private final Set<String> thrown = new TreeSet<>();

    private ThrownExceptions(ClassTree type) {
        this.type = type;
    }

    /** Simple names of the exceptions. What {@code throws} declares counts too; an {@code AssertionError} says that we have a bug, and does not. */
    static Set<String> of(MethodTree method, ClassTree type) {
        ThrownExceptions scan = new ThrownExceptions(type);
        method.getThrows().forEach(declared -> scan.thrown.add(simple(declared.toString())));
        scan.scan(method.getBody(), null);
        scan.thrown.remove("AssertionError");
        return scan.thrown;
    }

    @Override
    public Void visitThrow(ThrowTree statement, Void unused) {
        if (statement.getExpression() instanceof NewClassTree exception) {
            thrown.add(simple(exception.getIdentifier().toString()));
        }
        return super.visitThrow(statement, unused);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
        if (call.getMethodSelect() instanceof IdentifierTree name
                && seen.add(name.getName().toString())) {
            type.getMembers().stream()
                    .filter(MethodTree.class::isInstance)
                    .map(MethodTree.class::cast)
                    .filter(called -> called.getName().equals(name.getName())
                            && called.getModifiers().getFlags().contains(Modifier.PRIVATE))
                    .forEach(called -> scan(called.getBody(), null));
        }
        return super.visitMethodInvocation(call, unused);
    }

    /** What a lambda throws, its caller sees. */
    @Override
    public Void visitLambdaExpression(LambdaExpressionTree lambda, Void unused) {
        return null;
    }

    @Override
    public Void visitClass(ClassTree local, Void unused) {
        return null;
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
