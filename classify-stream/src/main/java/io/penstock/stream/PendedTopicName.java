// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.TopicNameExtractor;

/** Names the topic of a pended packet by the record's header, since the sink sees neither callout nor task. */
final class PendedTopicName implements TopicNameExtractor<byte[], byte[]> {
    private static final String HEADER = "penstock.topic";

    static Headers header(String topic) {
        return new RecordHeaders().add(HEADER, topic.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String extract(byte[] key, byte[] value, RecordContext context) {
        Header topic = context.headers().lastHeader(HEADER);
        return new String(topic.value(), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "penstock.pended.<callout>";
    }
}
