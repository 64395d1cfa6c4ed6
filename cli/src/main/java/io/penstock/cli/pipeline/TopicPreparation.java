// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import io.penstock.schemas.TopicCatalogue;
import io.penstock.schemas.Topics;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** Makes a cluster's topics where there are none yet, and checks them where there are. */
public final class TopicPreparation {
    private TopicPreparation() {}

    /**
     * Makes or checks the topics.
     *
     * @param wanted the partitions that the user asks for; empty: whatever is there
     * @param otherwise the partitions to make where nothing is there and nobody asks
     * @return the partitions of the topics that are spread by flow
     */
    public static int prepare(Admin admin, OptionalInt wanted, int otherwise) {
        if (wanted.isPresent() || !isThere(admin)) {
            int partitions = wanted.orElse(otherwise);
            TopicCatalogue.create(admin, partitions);
            return partitions;
        }
        return TopicCatalogue.verify(admin);
    }

    private static boolean isThere(Admin admin) {
        try {
            return admin.listTopics().names().get().contains(Topics.PACKETS);
        } catch (ExecutionException refused) {
            throw new PipelineException(
                    "the topics cannot be listed: " + refused.getCause().getMessage(), refused.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new PipelineException("stopped while preparing the topics", stopped);
        }
    }
}
