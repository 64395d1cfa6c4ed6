// SPDX-License-Identifier: Apache-2.0
/**
 * What the inspection keeps between packets: flows with their client and server, TCP sessions, the streams put together, fragments of datagrams. It follows what Suricata
 * 7.0 does where that shows in findings (docs/signatures.md says how); memory is bounded. One thread.
 */
package io.penstock.worker.signature.flow;
