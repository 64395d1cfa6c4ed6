// SPDX-License-Identifier: Apache-2.0
package io.penstock.kubernetes;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/** Kafka's own authorizer, which Strimzi's {@code simple} is, and remembers what it was asked. The broker makes it, so what it remembers is the class's. */
public final class RecordingAuthorizer extends StandardAuthorizer {
    private static final Set<Request> ALLOWED = ConcurrentHashMap.newKeySet();
    private static final Set<Request> DENIED = ConcurrentHashMap.newKeySet();

    /** What a user wanted to do. */
    record Request(String user, AclOperation operation, ResourceType type, String name) {
        @Override
        public String toString() {
            return user + " " + operation + " " + type + " " + name;
        }
    }

    static Set<Request> allowed() {
        return Set.copyOf(ALLOWED);
    }

    /** Without what Kafka only asks to leave something out of an answer. */
    static Set<String> denied() {
        Set<String> texts = new TreeSet<>();
        DENIED.forEach(request -> texts.add(request.toString()));
        return texts;
    }

    static void forget() {
        ALLOWED.clear();
        DENIED.clear();
    }

    @Override
    public List<AuthorizationResult> authorize(AuthorizableRequestContext context, List<Action> actions) {
        List<AuthorizationResult> results = super.authorize(context, actions);
        for (int i = 0; i < actions.size(); i++) {
            Action action = actions.get(i);
            Request request = new Request(
                    context.principal().getName(),
                    action.operation(),
                    action.resourcePattern().resourceType(),
                    action.resourcePattern().name());
            if (results.get(i) == AuthorizationResult.ALLOWED) {
                ALLOWED.add(request);
            } else if (action.logIfDenied()) {
                DENIED.add(request);
            }
        }
        return results;
    }
}
