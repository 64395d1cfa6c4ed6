// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.stream.state.TaskStores;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Makes one {@link ClassifyProcessor} per task and brings its stores along. */
record ClassifyProcessorSupplier(TaskWork.Factory works, ClassifyConfig config, ClassifyMetrics metrics)
        implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {

    @Override
    public Processor<byte[], byte[], byte[], byte[]> get() {
        return new ClassifyProcessor(works, config, metrics);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return new LinkedHashSet<>(TaskStores.all());
    }
}
