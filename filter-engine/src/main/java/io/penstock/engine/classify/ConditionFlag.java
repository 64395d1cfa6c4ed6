// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

/** Bits of the FLAGS field that the evaluation sets (spec 3.6, {@code condition-flags.csv}) and of REAUTHORIZE_REASON (spec 2.6, P15). */
final class ConditionFlag {
    static final int IS_LOOPBACK = 0x1;
    static final int IS_IPSEC_SECURED = 0x2;
    static final int IS_REAUTHORIZE = 0x4;
    static final int IS_WILDCARD_BIND = 0x8;
    static final int IS_RAW_ENDPOINT = 0x10;
    static final int IS_FRAGMENT = 0x20;
    static final int IS_FRAGMENT_GROUP = 0x40;
    static final int REQUIRES_ALE_CLASSIFY = 0x100;
    static final int IS_REASSEMBLED = 0x400;
    static final int IS_RECLASSIFY = 0x20000;
    static final int IS_CONNECTION_REDIRECTED = 0x100000;

    static final int REASON_POLICY_CHANGE = 0x1;
    static final int REASON_NEW_ARRIVAL_INTERFACE = 0x2;
    static final int REASON_NEW_NEXTHOP_INTERFACE = 0x4;
    static final int REASON_CLASSIFY_COMPLETION = 0x10;
    static final int REASON_NEW_INBOUND_MCAST_BCAST_PACKET = 0x100;

    private ConditionFlag() {}
}
