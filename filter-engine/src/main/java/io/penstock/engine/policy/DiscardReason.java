// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import io.penstock.engine.spec.SpecTable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Why an item was discarded: every reason of {@code discard-reasons.csv}, in the table's order and spelling (spec 8.1). A reason means something
 * only together with its module. Those of {@link DiscardModule#PENSTOCK} stand as detail beside {@link #FIREWALL_POLICY}.
 */
public enum DiscardReason {
    FIREWALL_POLICY(DiscardModule.GENERAL, "FWPS_DISCARD_FIREWALL_POLICY"),
    IPSEC(DiscardModule.GENERAL, "FWPS_DISCARD_IPSEC"),
    BAD_SOURCE_ADDRESS(DiscardModule.NETWORK, "IpDiscardBadSourceAddress"),
    NOT_LOCALLY_DESTINED(DiscardModule.NETWORK, "IpDiscardNotLocallyDestined"),
    PROTOCOL_UNREACHABLE(DiscardModule.NETWORK, "IpDiscardProtocolUnreachable"),
    PORT_UNREACHABLE(DiscardModule.NETWORK, "IpDiscardPortUnreachable"),
    BAD_LENGTH(DiscardModule.NETWORK, "IpDiscardBadLength"),
    MALFORMED_HEADER(DiscardModule.NETWORK, "IpDiscardMalformedHeader"),
    NO_ROUTE(DiscardModule.NETWORK, "IpDiscardNoRoute"),
    BEYOND_SCOPE(DiscardModule.NETWORK, "IpDiscardBeyondScope"),
    INSPECTION_DROP(DiscardModule.NETWORK, "IpDiscardInspectionDrop"),
    TOO_MANY_DECAPSULATIONS(DiscardModule.NETWORK, "IpDiscardTooManyDecapsulations"),
    ADMINISTRATIVELY_PROHIBITED(DiscardModule.NETWORK, "IpDiscardAdministrativelyProhibited"),
    HOP_LIMIT_EXCEEDED(DiscardModule.NETWORK, "IpDiscardHopLimitExceeded"),
    ADDRESS_UNREACHABLE(DiscardModule.NETWORK, "IpDiscardAddressUnreachable"),
    RSC_PACKET(DiscardModule.NETWORK, "IpDiscardRscPacket"),
    ARBITRATION_UNHANDLED(DiscardModule.NETWORK, "IpDiscardArbitrationUnhandled"),
    INSPECTION_ABSORB(DiscardModule.NETWORK, "IpDiscardInspectionAbsorb"),
    DONT_FRAGMENT_MTU_EXCEEDED(DiscardModule.NETWORK, "IpDiscardDontFragmentMtuExceeded"),
    BUFFER_LENGTH_EXCEEDED(DiscardModule.NETWORK, "IpDiscardBufferLengthExceeded"),
    ADDRESS_RESOLUTION_TIMEOUT(DiscardModule.NETWORK, "IpDiscardAddressResolutionTimeout"),
    ADDRESS_RESOLUTION_FAILURE(DiscardModule.NETWORK, "IpDiscardAddressResolutionFailure"),
    IPSEC_FAILURE(DiscardModule.NETWORK, "IpDiscardIpsecFailure"),
    EXTENSION_HEADERS_FAILURE(DiscardModule.NETWORK, "IpDiscardExtensionHeadersFailure"),
    ALLOCATION_FAILURE(DiscardModule.NETWORK, "IpDiscardAllocationFailure"),
    IPSNPI_CLIENT_DROP(DiscardModule.NETWORK, "IpDiscardIpsnpiClientDrop"),
    SOURCE_UNSPECIFIED(DiscardModule.TRANSPORT, "InetDiscardSourceUnspecified"),
    DESTINATION_MULTICAST(DiscardModule.TRANSPORT, "InetDiscardDestinationMulticast"),
    HEADER_INVALID(DiscardModule.TRANSPORT, "InetDiscardHeaderInvalid"),
    CHECKSUM_INVALID(DiscardModule.TRANSPORT, "InetDiscardChecksumInvalid"),
    ENDPOINT_NOT_FOUND(DiscardModule.TRANSPORT, "InetDiscardEndpointNotFound"),
    CONNECTED_PATH(DiscardModule.TRANSPORT, "InetDiscardConnectedPath"),
    SESSION_STATE(DiscardModule.TRANSPORT, "InetDiscardSessionState"),
    RECEIVE_INSPECTION(DiscardModule.TRANSPORT, "InetDiscardReceiveInspection"),
    ACK_INVALID(DiscardModule.TRANSPORT, "InetDiscardAckInvalid"),
    EXPECTED_SYN(DiscardModule.TRANSPORT, "InetDiscardExpectedSyn"),
    RST(DiscardModule.TRANSPORT, "InetDiscardRst"),
    SYN_RCVD_SYN(DiscardModule.TRANSPORT, "InetDiscardSynRcvdSyn"),
    SIMULTANEOUS_CONNECT(DiscardModule.TRANSPORT, "InetDiscardSimultaneousConnect"),
    PAWS_FAILED(DiscardModule.TRANSPORT, "InetDiscardPawsFailed"),
    LAND_ATTACK(DiscardModule.TRANSPORT, "InetDiscardLandAttack"),
    MISSED_RESET(DiscardModule.TRANSPORT, "InetDiscardMissedReset"),
    OUTSIDE_WINDOW(DiscardModule.TRANSPORT, "InetDiscardOutsideWindow"),
    DUPLICATE_SEGMENT(DiscardModule.TRANSPORT, "InetDiscardDuplicateSegment"),
    CLOSED_WINDOW(DiscardModule.TRANSPORT, "InetDiscardClosedWindow"),
    TCB_REMOVED(DiscardModule.TRANSPORT, "InetDiscardTcbRemoved"),
    FIN_WAIT2(DiscardModule.TRANSPORT, "InetDiscardFinWait2"),
    REASSEMBLY_CONFLICT(DiscardModule.TRANSPORT, "InetDiscardReassemblyConflict"),
    FIN_RECEIVED(DiscardModule.TRANSPORT, "InetDiscardFinReceived"),
    LISTENER_INVALID_FLAGS(DiscardModule.TRANSPORT, "InetDiscardListenerInvalidFlags"),
    URGENT_DELIVERY_ALLOCATION_FAILURE(DiscardModule.TRANSPORT, "InetDiscardUrgentDeliveryAllocationFailure"),
    TCB_NOT_IN_TCB_TABLE(DiscardModule.TRANSPORT, "InetDiscardTcbNotInTcbTable"),
    TIME_WAIT_TCB_RECEIVED_RST_OUTSIDE_WINDOW(
            DiscardModule.TRANSPORT, "InetDiscardTimeWaitTcbReceivedRstOutsideWindow"),
    TIME_WAIT_TCB_SYN_AND_OTHER_FLAGS(DiscardModule.TRANSPORT, "InetDiscardTimeWaitTcbSynAndOtherFlags"),
    TIME_WAIT_TCB(DiscardModule.TRANSPORT, "InetDiscardTimeWaitTcb"),
    VETO(DiscardModule.PENSTOCK, "PenstockVeto"),
    PEND_TIMEOUT(DiscardModule.PENSTOCK, "PenstockPendTimeout"),
    CALLOUT_UNREGISTERED(DiscardModule.PENSTOCK, "PenstockCalloutUnregistered"),
    REINJECT_LOOP(DiscardModule.PENSTOCK, "PenstockReinjectLoop"),
    PEND_OVERFLOW(DiscardModule.PENSTOCK, "PenstockPendOverflow"),
    ENDPOINT_CLOSED(DiscardModule.PENSTOCK, "PenstockEndpointClosed"),
    FLOW_BLOCKED(DiscardModule.PENSTOCK, "PenstockFlowBlocked"),
    DECODE_ERROR(DiscardModule.PENSTOCK, "PenstockDecodeError");

    private static final Map<String, DiscardReason> BY_KEY = new HashMap<>();
    private static final String[] MEANINGS =
            SpecTable.rows("discard-reasons.csv").stream().map(row -> row[2]).toArray(String[]::new);

    private static final int[] NUMBERS = new int[values().length];

    static {
        Map<DiscardModule, Integer> ofModule = new EnumMap<>(DiscardModule.class);
        for (DiscardReason reason : values()) {
            NUMBERS[reason.ordinal()] = ofModule.merge(reason.module, 1, Integer::sum) - 1;
            BY_KEY.put(reason.key, reason);
        }
    }

    private final DiscardModule module;
    private final String key;

    DiscardReason(DiscardModule module, String key) {
        this.module = module;
        this.key = key;
    }

    /** The reason of a key as the table spells it. */
    public static Optional<DiscardReason> byKey(String key) {
        return Optional.ofNullable(BY_KEY.get(key));
    }

    /** The reason of a number within a module, empty where it has none of that {@link #number()}. */
    public static Optional<DiscardReason> of(DiscardModule module, int number) {
        return Arrays.stream(values())
                .filter(reason -> reason.module == module && reason.number() == number)
                .findFirst();
    }

    /** The enumeration that it belongs to. */
    public DiscardModule module() {
        return module;
    }

    /**
     * Value within the module's enumeration, from 0. The sources document the order of the reasons and no values, so values are given by order;
     * they may differ from a Windows header's.
     */
    public int number() {
        return NUMBERS[ordinal()];
    }

    /** As the table spells it, {@code InetDiscardEndpointNotFound}. */
    public String key() {
        return key;
    }

    /** What it says, in a few words. */
    public String meaning() {
        return MEANINGS[ordinal()];
    }

    /** Whether it stands beside a WFP reason as detail, rather than being one. */
    public boolean isPenstock() {
        return module == DiscardModule.PENSTOCK;
    }

    /** Whether the stack itself gives it, rather than a filter's decision. */
    public boolean isStack() {
        return module == DiscardModule.NETWORK || module == DiscardModule.TRANSPORT;
    }

    /** The WFP reason: this one, or where this is a detail the filtering decision that it explains. */
    public DiscardReason main() {
        return isPenstock() ? FIREWALL_POLICY : this;
    }

    /** Penstock's own reason, null where WFP's says it all. */
    public DiscardReason detail() {
        return isPenstock() ? this : null;
    }
}
