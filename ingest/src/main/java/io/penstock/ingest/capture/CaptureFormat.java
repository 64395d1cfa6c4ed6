// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

/** The two families of capture files. */
public enum CaptureFormat {
    /** Classic pcap, any variant. */
    PCAP,
    /** pcapng. */
    PCAPNG
}
