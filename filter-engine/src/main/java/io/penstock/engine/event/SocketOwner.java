// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import io.penstock.engine.classify.Item;
import io.penstock.engine.flow.SocketKnowledge;
import java.util.Locale;

/**
 * Whose the local socket of an item is, as events spell it.
 *
 * @param processId process id, 0 where it is not known
 * @param application path of the executable in lower case, as ALE_APP_ID has it (spec 3.2); empty where it is not known
 * @param user SID of the user, empty where it is not known
 * @param packageSid SID of the app container, the null SID outside one, empty where it is not known
 */
record SocketOwner(long processId, String application, String user, String packageSid) {
    private static final SocketOwner NOBODY = new SocketOwner(0, "", "", "");

    /** The owner at the end of the item that sends, or that receives. */
    static SocketOwner of(Item item, boolean outbound) {
        SocketKnowledge known = item.socketAt(outbound);
        return known == null
                ? NOBODY
                : new SocketOwner(
                        Math.max(0, known.processId()),
                        known.application().toLowerCase(Locale.ROOT),
                        known.user(),
                        known.packageSid());
    }
}
