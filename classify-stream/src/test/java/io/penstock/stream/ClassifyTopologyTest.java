// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;

class ClassifyTopologyTest {

    /** Names in it name changelogs and state directories: a change here is a new generation of the application. */
    @Test
    void shouldStayAsDescribed() throws IOException {
        ClassifyConfig config = ClassifyConfig.of("broker:9092", Path.of("/tmp/state"));
        Topology topology = ClassifyTopology.build(
                new ClassifyProcessorSupplier(task -> new StandInWork(task, 1), config, ClassifyMetrics.NOOP),
                StandInWork::completionTime,
                config);

        assertThat(topology.describe().toString()).isEqualToNormalizingNewlines(golden());
    }

    private static String golden() throws IOException {
        try (InputStream file = ClassifyTopologyTest.class.getResourceAsStream("topology.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
