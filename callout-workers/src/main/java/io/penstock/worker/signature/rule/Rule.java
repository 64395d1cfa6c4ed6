// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

import java.util.List;

/**
 * One rule. Immutable.
 *
 * @param bidirectional whether it also holds with source and destination exchanged
 * @param sid the number by which it is known
 * @param rev its revision, 0 where it has none
 * @param message what it says of itself, may be empty
 * @param header tests on headers, in the order of the text
 * @param payload tests on bytes, in the order of the text
 * @param line where it starts in its file, from 1
 */
public record Rule(
        RuleAction action,
        RuleProtocol protocol,
        Endpoint source,
        Endpoint destination,
        boolean bidirectional,
        long sid,
        int rev,
        String message,
        FlowTest flow,
        List<HeaderTest> header,
        List<PayloadTest> payload,
        int line) {
    /** Addresses and ports of one side. */
    public record Endpoint(AddressSet addresses, PortSet ports) {}

    public Rule {
        header = List.copyOf(header);
        payload = List.copyOf(payload);
    }

    /** Whether nothing but its header and {@code msg} and the like is in it: it speaks once for each flow and direction. */
    public boolean isAddressesOnly() {
        return hasNoTests() && !hasOddAddresses();
    }

    /** Whether it would be {@link #isAddressesOnly} if it named its addresses plainly, without {@code !} or a range: it speaks at every packet. */
    public boolean isAddressesLike() {
        return hasNoTests() && hasOddAddresses();
    }

    private boolean hasNoTests() {
        return header.isEmpty() && payload.isEmpty() && flow.equals(FlowTest.ANY);
    }

    private boolean hasOddAddresses() {
        return isOdd(source.addresses) || isOdd(destination.addresses);
    }

    private static boolean isOdd(AddressSet set) {
        return set.isNegated() || set.hasRange();
    }

    /** Whether its bytes are looked for in the reassembled stream of TCP. */
    public boolean readsStream() {
        return !payload.isEmpty()
                && protocol.includesTcp()
                && header.isEmpty()
                && protocol != RuleProtocol.TCP_PACKET
                && flow.stream() != FlowTest.Choice.NOT;
    }

    /** Whether its bytes are looked for in every packet, even if those are part of a stream. */
    public boolean readsEveryPacket() {
        if (!readsStream()) {
            return true;
        }
        boolean streamOnly = protocol == RuleProtocol.TCP_STREAM || flow.stream() == FlowTest.Choice.ONLY;
        return !streamOnly
                && payload.stream().anyMatch(test -> test instanceof PayloadTest.Content content && content.hasPlace());
    }
}
