// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;
import org.junit.jupiter.api.Test;

class FragmentTrackerTest {
    private static final long SECOND = 1_000_000_000L;

    private final FragmentTracker tracker = new FragmentTracker(2, 60 * SECOND);

    @Test
    void shouldGiveLaterFragmentsThePortsOfTheFirst() {
        tracker.track(first(7, 0, IpProtocol.UDP, true), 0);
        byte[] later = later(7, SECOND, IpProtocol.UDP);

        tracker.track(later, 0);

        assertThat(PacketRow.has(later, 0, PacketRow.FLAG_PORTS)).isTrue();
        assertThat(PacketRow.sourcePort(later, 0)).isEqualTo(5353);
        assertThat(PacketRow.destinationPort(later, 0)).isEqualTo(53);
        assertThat(PacketRow.has(later, 0, PacketRow.FLAG_FIRST_UNSEEN)).isFalse();
    }

    @Test
    void shouldMarkALaterFragmentWhoseFirstWasNotSeen() {
        tracker.track(first(7, 0, IpProtocol.UDP, true), 0);

        assertUnseen(later(8, SECOND, IpProtocol.UDP));
        assertUnseen(later(7, SECOND, IpProtocol.TCP));
    }

    @Test
    void shouldLeaveLaterFragmentsWithoutPortsWhenTheFirstHeldNone() {
        tracker.track(first(7, 0, IpProtocol.UDP, false), 0);
        byte[] later = later(7, SECOND, IpProtocol.UDP);

        tracker.track(later, 0);

        assertThat(PacketRow.has(later, 0, PacketRow.FLAG_PORTS)).isFalse();
        assertThat(PacketRow.has(later, 0, PacketRow.FLAG_FIRST_UNSEEN)).isFalse();
    }

    @Test
    void shouldForgetAFirstFragmentAfterItsLifetimeOfPacketTime() {
        tracker.track(first(7, 0, IpProtocol.UDP, true), 0);

        assertUnseen(later(7, 60 * SECOND + 1, IpProtocol.UDP));
    }

    @Test
    void shouldForgetTheOldestDatagramWhenFull() {
        tracker.track(first(1, 0, IpProtocol.UDP, true), 0);
        tracker.track(first(2, 1, IpProtocol.UDP, true), 0);
        tracker.track(first(1, 2, IpProtocol.UDP, true), 0);
        tracker.track(first(3, 3, IpProtocol.UDP, true), 0);

        assertThat(tracker.size()).isEqualTo(2);
        assertUnseen(later(2, 4, IpProtocol.UDP));
        byte[] kept = later(1, 4, IpProtocol.UDP);
        tracker.track(kept, 0);
        assertThat(PacketRow.has(kept, 0, PacketRow.FLAG_PORTS)).isTrue();
    }

    @Test
    void shouldStayBoundedHoweverManyDatagramsArrive() {
        for (int id = 0; id < 10_000; id++) {
            tracker.track(first(id, id, IpProtocol.UDP, true), 0);
        }

        assertThat(tracker.size()).isEqualTo(2);
    }

    @Test
    void shouldTellIpv6DatagramsApartWithoutTheProtocol() {
        byte[] first = first(7, 0, IpProtocol.UDP, true);
        PacketRow.kind(first, 0, PacketRow.KIND_IPV6);
        byte[] later = later(7, SECOND, IpProtocol.DESTINATION_OPTIONS);
        PacketRow.kind(later, 0, PacketRow.KIND_IPV6);

        tracker.track(first, 0);
        tracker.track(later, 0);

        assertThat(PacketRow.ipProtocol(later, 0)).isEqualTo(IpProtocol.UDP);
        assertThat(PacketRow.has(later, 0, PacketRow.FLAG_PORTS)).isTrue();
    }

    @Test
    void shouldGiveLaterFragmentsOfAnEchoItsIdentifier() {
        byte[] first = first(7, 0, IpProtocol.ICMP, true);
        PacketRow.tcpSequence(first, 0, 0x0009_0001);
        tracker.track(first, 0);
        byte[] later = later(7, SECOND, IpProtocol.ICMP);

        tracker.track(later, 0);

        assertThat(PacketRow.tcpSequence(later, 0)).isEqualTo(0x0009_0001);
    }

    @Test
    void shouldRefuseBoundsThatHoldNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FragmentTracker(0, 1))
                .withMessageContaining("mostDatagrams 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FragmentTracker(1, -1))
                .withMessageContaining("lifetimeNanos -1");
    }

    private void assertUnseen(byte[] later) {
        tracker.track(later, 0);
        assertThat(PacketRow.has(later, 0, PacketRow.FLAG_FIRST_UNSEEN)).isTrue();
        assertThat(PacketRow.has(later, 0, PacketRow.FLAG_PORTS)).isFalse();
    }

    private static byte[] first(int identification, long timeNanos, int protocol, boolean ports) {
        byte[] row = fragment(identification, timeNanos, protocol);
        if (ports) {
            PacketRow.sourcePort(row, 0, 5353);
            PacketRow.destinationPort(row, 0, 53);
            PacketRow.addFlags(row, 0, PacketRow.FLAG_PORTS);
        }
        return row;
    }

    private static byte[] later(int identification, long timeNanos, int protocol) {
        byte[] row = fragment(identification, timeNanos, protocol);
        PacketRow.addFlags(row, 0, PacketRow.FLAG_LATER_FRAGMENT);
        return row;
    }

    private static byte[] fragment(int identification, long timeNanos, int protocol) {
        byte[] row = new byte[PacketRow.ROW_LENGTH];
        PacketRow.kind(row, 0, PacketRow.KIND_IPV4);
        PacketRow.fragmentId(row, 0, identification);
        PacketRow.captureTimeNanos(row, 0, timeNanos);
        PacketRow.ipProtocol(row, 0, protocol);
        PacketRow.addFlags(row, 0, PacketRow.FLAG_FRAGMENT);
        return row;
    }
}
