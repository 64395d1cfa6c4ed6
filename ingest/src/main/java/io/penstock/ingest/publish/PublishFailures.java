// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import io.penstock.ingest.publish.PublishException.Kind;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Says in one line why nothing can be published. */
final class PublishFailures {
    private PublishFailures() {}

    /** @param otherwise the kind where the cause tells no other */
    static PublishException of(String brokers, String topic, Exception cause, Kind otherwise, String what) {
        Throwable reason = cause.getCause() instanceof UnknownTopicOrPartitionException ? cause.getCause() : cause;
        String prefix = "Kafka at " + brokers + ": ";
        return switch (reason) {
            case UnknownTopicOrPartitionException missing ->
                new PublishException(Kind.NO_TOPIC, prefix + "there is no topic " + topic, missing);
            case AuthenticationException refused ->
                new PublishException(Kind.REFUSED, prefix + "refused to let us in: " + line(refused), refused);
            case AuthorizationException refused ->
                new PublishException(Kind.REFUSED, prefix + "refused: " + line(refused), refused);
            case InterruptException interrupted ->
                new PublishException(Kind.NOT_DELIVERED, prefix + "interrupted while publishing", interrupted);
            case ConfigException bad -> new PublishException(Kind.BAD_PROPERTIES, prefix + line(bad), bad);
            default -> new PublishException(otherwise, prefix + what + ": " + line(root(reason)), reason);
        };
    }

    private static Throwable root(Throwable thrown) {
        // "Failed to construct kafka producer" says less than what made it fail.
        return thrown.getClass() == KafkaException.class && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    private static String line(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null
                ? thrown.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
