// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.flow;

/** Which type of ICMP answers which (RFC 792, RFC 950, RFC 1256, RFC 4443, RFC 4861). */
final class IcmpCounterpart {
    private IcmpCounterpart() {}

    /** The type that answers, or is answered; 0 where there is none. */
    static int of(int version, int type) {
        return version == 4 ? version4(type) : version6(type);
    }

    private static int version4(int type) {
        return switch (type) {
            case 0 -> 8;
            case 9 -> 10;
            case 10 -> 9;
            case 13 -> 14;
            case 14 -> 13;
            case 15 -> 16;
            case 16 -> 15;
            case 17 -> 18;
            case 18 -> 17;
            default -> 0;
        };
    }

    private static int version6(int type) {
        return switch (type) {
            case 128 -> 129;
            case 129 -> 128;
            case 133 -> 134;
            case 134 -> 133;
            case 135 -> 136;
            case 136 -> 135;
            case 139 -> 140;
            case 140 -> 139;
            case 144 -> 145;
            case 145 -> 144;
            default -> 0;
        };
    }
}
