// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

/**
 * One net event (spec 8.3).
 *
 * @param header what it says of the item
 * @param body what happened
 */
public record NetEvent(NetEventHeader header, NetEventBody body) {
    /** What happened, as its body tells. */
    public NetEventType type() {
        return body.type();
    }
}
