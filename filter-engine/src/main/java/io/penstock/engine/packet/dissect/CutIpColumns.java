// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet.dissect;

import io.penstock.engine.packet.IpAddressText;
import io.penstock.engine.packet.Ipv4View;
import io.penstock.engine.packet.Ipv6View;

/** Prints of an IP header that the capture cut what stands before the cut. */
final class CutIpColumns {
    private static final int PROTOCOL_END = 10;
    private static final int CHECKSUM_END = 12;
    private static final int SOURCE_END = 16;
    private static final int NEXT_HEADER_END = 7;
    private static final int SOURCE_V6_END = 24;

    private final Ipv4View ipv4 = new Ipv4View();
    private final Ipv6View ipv6 = new Ipv6View();
    private final ColumnCells cells;

    CutIpColumns(ColumnCells cells) {
        this.cells = cells;
    }

    void print(byte[] bytes, int at, int limit) {
        int present = limit - at;
        if (present < NEXT_HEADER_END) {
            return;
        }
        ipv4.wrap(bytes, at, limit);
        ipv6.wrap(bytes, at, limit);
        if (ipv4.version() == 4 && !ipv4.isWhole() && isConsistent()) {
            ipv4(present);
        } else if (ipv6.version() == 6 && !ipv6.isWhole()) {
            ipv6(present);
        }
    }

    private boolean isConsistent() {
        return ipv4.headerLength() >= Ipv4View.MINIMUM_LENGTH
                && (ipv4.totalLength() == 0 || ipv4.totalLength() >= ipv4.headerLength());
    }

    private void ipv4(int present) {
        if (present >= PROTOCOL_END) {
            cells.add(DecodeColumn.IP_PROTO, ipv4.protocol());
        }
        if (present >= CHECKSUM_END) {
            cells.add(DecodeColumn.IP_CHECKSUM_STATUS, TransportColumns.UNVERIFIED);
        }
        if (present >= SOURCE_END) {
            cells.add(DecodeColumn.IP_SRC, IpAddressText.v4(ipv4.source()));
        }
    }

    private void ipv6(int present) {
        cells.add(DecodeColumn.IPV6_NXT, ipv6.nextHeader());
        if (present >= SOURCE_V6_END) {
            cells.add(DecodeColumn.IPV6_SRC, IpAddressText.v6(ipv6.sourceHigh(), ipv6.sourceLow()));
        }
    }
}
