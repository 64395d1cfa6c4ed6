// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.classify.Item;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;
import io.penstock.schemas.Discard;
import io.penstock.schemas.DiscardBatch;
import io.penstock.schemas.DiscardCause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The discards of one input record, a batch per record of origin and revision: a policy that blocks everything must not turn
 * one record into a thousand. Reused; on the stream thread only.
 */
final class DiscardBatches {
    /** Some 180 bytes each at most, so a batch stays well below a broker's limit of 1 MiB. */
    private static final int MOST_IN_A_BATCH = 4_000;

    private final Map<Place, Open> open = new LinkedHashMap<>();
    private final Consumer<DiscardBatch> full;
    private Open last;

    DiscardBatches(Consumer<DiscardBatch> full) {
        this.full = full;
    }

    void add(Item item, io.penstock.engine.classify.Discard discard) {
        if (last == null || !last.isOf(item)) {
            last = open.computeIfAbsent(placeOf(item), key -> new Open(item));
        }
        last.add(item, discard);
        if (last.record.getDiscards().size() == MOST_IN_A_BATCH) {
            open.remove(placeOf(item));
            full.accept(last.record);
            last = null;
        }
    }

    private static Place placeOf(Item item) {
        return new Place(
                item.agent(),
                item.incarnation(),
                item.topic(),
                item.partition(),
                item.offset(),
                item.revision().revision());
    }

    /** Hands over the batches that are left, and empties this. */
    void finish() {
        open.values().forEach(batch -> full.accept(batch.record));
        open.clear();
        last = null;
    }

    private record Place(String agent, long incarnation, String topic, int partition, long offset, long revision) {}

    private static final class Open {
        private final DiscardBatch record;
        private final Map<Cause, Integer> causes = new HashMap<>();

        private Open(Item item) {
            record = new DiscardBatch(
                    item.agent(),
                    item.host(),
                    item.incarnation(),
                    item.topic(),
                    item.partition(),
                    item.offset(),
                    item.revision().policy().version(),
                    item.revision().revision(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    "");
        }

        private boolean isOf(Item item) {
            return item.offset() == record.getOriginOffset()
                    && item.partition() == record.getOriginPartition()
                    && item.revision().revision() == record.getRevision()
                    && item.incarnation() == record.getIncarnation()
                    && item.agent().equals(record.getAgent())
                    && item.topic().equals(record.getOriginTopic());
        }

        private void add(Item item, io.penstock.engine.classify.Discard discard) {
            PacketEndsText ends = PacketEndsText.of(item, discard.direction());
            record.getDiscards()
                    .add(new Discard(
                            item.index(),
                            item.sequence(),
                            PacketRow.captureTimeNanos(item.rows(), item.row()),
                            causeOf(discard),
                            discard.packets(),
                            discard.bytes(),
                            ends.direction(),
                            ends.ipVersion(),
                            ends.protocol(),
                            ends.local(),
                            ends.remote(),
                            ends.localPort(),
                            ends.remotePort(),
                            discard.wireBytes(),
                            discard.visit(),
                            discard.suppression() == null
                                    ? null
                                    : discard.suppression().filterKey()));
        }

        private int causeOf(io.penstock.engine.classify.Discard discard) {
            Cause cause = new Cause(
                    discard.layer(),
                    discard.subLayerKey(),
                    discard.filterKey(),
                    discard.filterId(),
                    discard.calloutKey(),
                    discard.detail());
            return causes.computeIfAbsent(cause, news -> {
                record.getCauses().add(news.record());
                return record.getCauses().size() - 1;
            });
        }
    }

    /** The WFP reason is the filtering decision, or the stack's; Penstock's own stands beside it as detail (spec 8.1). */
    private record Cause(
            Layer layer, String subLayerKey, String filterKey, long filterId, String calloutKey, DiscardReason detail) {

        DiscardCause record() {
            boolean own = detail != null && detail.isPenstock();
            DiscardReason main = own || detail == null ? DiscardReason.FIREWALL_POLICY : detail;
            Optional<Layer> dropped = Optional.ofNullable(layer);
            return new DiscardCause(
                    main.module().name(),
                    main.key(),
                    own ? detail.key() : "",
                    dropped.map(Layer::key).orElse(""),
                    dropped.flatMap(Layer::discardTwin).map(Layer::key).orElse(""),
                    subLayerKey,
                    filterKey,
                    filterId,
                    calloutKey,
                    "");
        }
    }
}
