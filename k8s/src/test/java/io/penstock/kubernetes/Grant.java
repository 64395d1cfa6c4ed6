// SPDX-License-Identifier: Apache-2.0
package io.penstock.kubernetes;

import io.strimzi.api.kafka.model.user.KafkaUser;
import io.strimzi.api.kafka.model.user.KafkaUserAuthorizationSimple;
import io.strimzi.api.kafka.model.user.acl.AclResourcePatternType;
import io.strimzi.api.kafka.model.user.acl.AclRule;
import io.strimzi.api.kafka.model.user.acl.AclRuleGroupResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTopicResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTransactionalIdResource;
import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** One operation that a {@code KafkaUser} may do, as Strimzi's user operator gives it to Kafka. */
record Grant(String user, AclOperation operation, ResourcePattern resource) {
    static List<Grant> of(KafkaUser user) {
        KafkaUserAuthorizationSimple simple =
                (KafkaUserAuthorizationSimple) user.getSpec().getAuthorization();
        return simple.getAcls().stream()
                .flatMap(rule -> of(Overlay.name(user), rule).stream())
                .toList();
    }

    private static List<Grant> of(String user, AclRule rule) {
        ResourcePattern resource = pattern(rule.getResource());
        return rule.getOperations().stream()
                .map(operation -> new Grant(user, operation(operation.name()), resource))
                .toList();
    }

    /** Strimzi leaves the underscores out. */
    private static AclOperation operation(String name) {
        for (AclOperation operation : AclOperation.values()) {
            if (operation.name().replace("_", "").equals(name)) {
                return operation;
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static ResourcePattern pattern(AclRuleResource resource) {
        return switch (resource) {
            case AclRuleTopicResource topic -> pattern(ResourceType.TOPIC, topic.getName(), topic.getPatternType());
            case AclRuleGroupResource group -> pattern(ResourceType.GROUP, group.getName(), group.getPatternType());
            case AclRuleTransactionalIdResource id ->
                pattern(ResourceType.TRANSACTIONAL_ID, id.getName(), id.getPatternType());
            default -> throw new IllegalArgumentException("no role needs rights to " + resource.getType());
        };
    }

    private static ResourcePattern pattern(ResourceType type, String name, AclResourcePatternType pattern) {
        return new ResourcePattern(
                type, name, pattern == AclResourcePatternType.PREFIX ? PatternType.PREFIXED : PatternType.LITERAL);
    }

    AclBinding binding() {
        return new AclBinding(
                resource, new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }

    /** Whether something that was done needed it. */
    boolean covers(RecordingAuthorizer.Request request) {
        boolean named = resource.patternType() == PatternType.PREFIXED
                ? request.name().startsWith(resource.name())
                : request.name().equals(resource.name());
        return named
                && user.equals(request.user())
                && operation == request.operation()
                && resource.resourceType() == request.type();
    }

    @Override
    public String toString() {
        return user + " " + operation + " " + resource.resourceType() + " " + resource.name();
    }
}
