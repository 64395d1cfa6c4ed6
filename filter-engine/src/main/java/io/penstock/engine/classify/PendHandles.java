// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CompletionHandle;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.pend.PendId;
import io.penstock.engine.pend.PendLedger;
import io.penstock.engine.policy.Layer;
import java.util.zip.CRC32C;

/** Names pends: an id that no open pend has, and a digest of what is pended. The same item at the same visit has the same handle. */
final class PendHandles {
    private PendHandles() {}

    static CompletionHandle of(PendLedger ledger, Item item, RuntimeFilter filter) {
        Item own = item.copy();
        PendId id = next(ledger, own, filter);
        return new CompletionHandle(id.text(), digest(own, id));
    }

    /** An id that no open pend has: clones of clones may have come to the same number. */
    static PendId next(PendLedger ledger, Item own, RuntimeFilter filter) {
        Layer layer = filter.filter().layer();
        for (int visit = own.visit; ; visit++) {
            PendId id = new PendId(
                    own.topic,
                    own.partition,
                    own.offset,
                    own.index,
                    visit,
                    layer.layerId(),
                    filter.filter().filterKey(),
                    filter.calloutKey());
            if (ledger.find(id.text()) == null) {
                return id;
            }
        }
    }

    /** Whether two digests are of the same bytes, whatever the pends are called. */
    static boolean sameBytes(long digest, long other) {
        return digest >>> 32 == other >>> 32;
    }

    /** Digest of an item that owns its bytes. */
    static long digest(Item own, PendId id) {
        CRC32C crc = new CRC32C();
        crc.update(own.rows, own.row, PacketRow.ROW_LENGTH);
        crc.update(own.frames, own.frameOffset(), own.frameLength());
        return crc.getValue() << 32 | id.text().hashCode() & 0xFFFF_FFFFL;
    }
}
