// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.recorded;

import io.penstock.engine.event.RecordedEvent;
import io.penstock.schemas.Discard;
import io.penstock.schemas.DiscardBatch;
import io.penstock.schemas.DiscardCause;
import io.penstock.schemas.FlowBatch;
import io.penstock.schemas.FlowRecord;
import io.penstock.schemas.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The next records of one host and source. */
final class RecordedBatch {
    private static final String AGENT = "import-netevents";

    private final String host;
    private final String source;
    private final long firstItem;
    private final List<DiscardCause> causes = new ArrayList<>();
    private final Map<DiscardCause, Integer> causeNumbers = new HashMap<>();
    private final List<Discard> discards = new ArrayList<>();
    private final List<FlowRecord> flows = new ArrayList<>();

    /** @param firstItem number in its file of the first event that will be in it */
    RecordedBatch(String host, String source, long firstItem) {
        this.host = host;
        this.source = source;
        this.firstItem = firstItem;
    }

    void add(RecordedEvent event, EventFate fate, long number) {
        if (fate.isDiscard()) {
            int cause = causeNumbers.computeIfAbsent(RecordedRecords.cause(event), news -> {
                causes.add(news);
                return causes.size() - 1;
            });
            discards.add(RecordedRecords.discard(event, discards.size(), number, cause));
        }
        if (fate.isConnection()) {
            flows.add(RecordedRecords.flow(event, host, number));
        }
    }

    void publish(RecordSink sink) throws IOException {
        if (!discards.isEmpty()) {
            sink.publish(
                    Topics.DISCARDS,
                    host,
                    new DiscardBatch(
                            AGENT, host, 0L, source, 0, firstItem, "", 0L, causes, new ArrayList<>(discards), source));
        }
        if (!flows.isEmpty()) {
            sink.publish(Topics.FLOWS, host, new FlowBatch(AGENT, host, 0L, flows, source));
        }
    }
}
