// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.schemas.SchemaRegistryException;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;

/**
 * Stops at a record whose schema id cannot be looked up, and says which record it is. The record itself may be well, so it becomes no dead letter: it is read again
 * when the thread or the instance starts again. Made by Kafka Streams.
 */
public final class UnreadRecord implements DeserializationExceptionHandler {
    /** For Kafka Streams. */
    public UnreadRecord() {}

    @Override
    public Response handleError(ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception failed) {
        SchemaRegistryException registry = SchemaRegistryException.causeOf(failed);
        if (registry == null) {
            return Response.fail();
        }
        throw new SchemaRegistryException(
                "partition " + record.partition() + ", offset " + record.offset() + " of " + registry.getMessage(),
                registry.isLasting(),
                registry);
    }

    @Override
    public void configure(Map<String, ?> configs) {}
}
