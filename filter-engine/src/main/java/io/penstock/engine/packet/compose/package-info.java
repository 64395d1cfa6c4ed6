// SPDX-License-Identifier: Apache-2.0
/**
 * Packets that people write down: a line of text becomes a frame with right lengths and checksums, which is then decoded as any captured frame is.
 *
 * <p>For test cases of policies and for questions about one packet; never on the path of traffic. Any thread.
 */
package io.penstock.engine.packet.compose;
