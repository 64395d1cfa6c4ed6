// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.top;

import io.penstock.schemas.Topics;
import io.penstock.stream.ClassifyConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;

/** Asks how far the topology and the workers are behind. One thread. */
final class GroupLags {
    /** As {@link Topics#workers} names them. */
    private static final String WORKERS = "workers.penstock.pended.";

    private final Admin admin;

    GroupLags(Admin admin) {
        this.admin = admin;
    }

    /** By group and topic. */
    List<GroupLag> read() throws ExecutionException, InterruptedException {
        List<GroupLag> lags = new ArrayList<>();
        for (GroupListing group : admin.listGroups().all().get()) {
            String id = group.groupId();
            if (id.equals(ClassifyConfig.DEFAULT_APPLICATION_ID) || id.startsWith(WORKERS)) {
                boolean shared = group.type().filter(GroupType.SHARE::equals).isPresent();
                Map<String, Long> byTopic = shared ? ofShareGroup(id) : ofConsumerGroup(id);
                byTopic.forEach((topic, records) -> lags.add(new GroupLag(id, topic, records)));
            }
        }
        return lags;
    }

    private Map<String, Long> ofShareGroup(String group) throws ExecutionException, InterruptedException {
        Map<TopicPartition, SharePartitionOffsetInfo> offsets = admin.listShareGroupOffsets(
                        Map.of(group, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(group)
                .get();
        Map<String, Long> lags = new TreeMap<>();
        offsets.forEach((partition, offset) -> {
            if (offset != null) {
                lags.merge(partition.topic(), offset.lag().orElse(0L), Long::sum);
            }
        });
        return lags;
    }

    private Map<String, Long> ofConsumerGroup(String group) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get());
        committed.values().removeIf(offset -> offset == null);
        Map<TopicPartition, OffsetSpec> asked =
                committed.keySet().stream().collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                admin.listOffsets(asked).all().get();
        Map<String, Long> lags = new TreeMap<>();
        committed.forEach((partition, offset) -> {
            long behind = ends.get(partition).offset() - offset.offset();
            // The end of a transaction takes an offset too, and a group commits none behind it.
            boolean isEnd = behind == 1 && !partition.topic().equals(Topics.PACKETS);
            lags.merge(partition.topic(), isEnd ? 0 : Math.max(0, behind), Long::sum);
        });
        return lags;
    }
}
