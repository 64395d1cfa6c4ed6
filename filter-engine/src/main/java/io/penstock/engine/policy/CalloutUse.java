// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

/** What a callout looks at, as far as it says: what advice on a policy goes by (spec 10, G1 and G2). */
public enum CalloutUse {
    /** Values that conditions can test: addresses, ports, flags. */
    FIELDS,
    /** Headers or payload of packets, one by one. */
    PACKET,
    /** Payload of datagrams. */
    DATAGRAM,
    /** The byte stream of a TCP connection. */
    STREAM,
    /** It does not say. */
    UNKNOWN;

    boolean readsContent() {
        return this == PACKET || this == DATAGRAM || this == STREAM;
    }
}
