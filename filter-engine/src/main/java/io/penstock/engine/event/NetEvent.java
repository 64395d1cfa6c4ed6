// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

/**
 * One net event (spec 8.3).
 *
 * @param header what it says of the item
 * @param body what happened
 */
public record NetEvent(NetEventHeader header, NetEventBody body) {
    public NetEventType type() {
        return body.type();
    }
}
