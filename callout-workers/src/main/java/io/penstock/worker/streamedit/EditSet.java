// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.streamedit;

import io.penstock.engine.callout.ContextReader;
import java.util.List;
import java.util.Map;

/**
 * The edits of one provider context. What is found does not depend on where segments end: of the places where an edit begins the first counts, and of the
 * edits there the one that is listed first; where that one's end is yet to come, it is waited for. Immutable.
 */
final class EditSet {
    static final EditSet NONE = new EditSet(List.of());

    private final List<Edit> edits;
    private final List<Edit> inbound;
    private final List<Edit> outbound;
    /** By direction, whether any edit begins with this byte. */
    private final boolean[][] begins = new boolean[2][256];

    EditSet(List<Edit> edits) {
        this.edits = List.copyOf(edits);
        inbound = edits.stream().filter(Edit::inbound).toList();
        outbound = edits.stream().filter(Edit::outbound).toList();
        inbound.forEach(edit -> begins[0][edit.find()[0] & 0xFF] = true);
        outbound.forEach(edit -> begins[1][edit.find()[0] & 0xFF] = true);
    }

    /**
     * Reads {@code {edits: [{name, find | findHex, replace | replaceHex, direction}, ...]}}.
     *
     * @throws IllegalArgumentException naming everything that is wrong
     */
    static EditSet of(Map<String, Object> data) {
        return ContextReader.read(data, EditReader::read);
    }

    List<Edit> edits() {
        return edits;
    }

    /**
     * The first place where an edit is found, or may be.
     *
     * @param offset from the first byte searched
     * @param edit what is found there; null: more bytes must tell
     * @param needed how many more, where they must
     */
    record Place(int offset, Edit edit, int needed) {}

    /**
     * Looks for the first edit.
     *
     * @param last whether no more bytes will come
     * @return null where there is none
     */
    Place find(boolean isOutbound, byte[] bytes, int from, int length, boolean last) {
        List<Edit> these = isOutbound ? outbound : inbound;
        boolean[] first = begins[isOutbound ? 1 : 0];
        for (int at = 0; !these.isEmpty() && at < length; at++) {
            if (first[bytes[from + at] & 0xFF]) {
                Place place = at(these, bytes, from, at, length, last);
                if (place != null) {
                    return place;
                }
            }
        }
        return null;
    }

    private static Place at(List<Edit> these, byte[] bytes, int from, int at, int length, boolean last) {
        for (Edit edit : these) {
            int count = edit.agrees(bytes, from + at, from + length);
            if (count == edit.find().length) {
                return new Place(at, edit, 0);
            }
            if (!last && count == length - at) {
                return new Place(at, null, edit.find().length - count);
            }
        }
        return null;
    }
}
