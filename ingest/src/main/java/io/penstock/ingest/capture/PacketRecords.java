// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import java.util.List;

/** The records behind a file header, of one of the two formats. */
sealed interface PacketRecords extends PacketSource permits ClassicPcap, Pcapng {
    /** The interfaces met so far. */
    List<CaptureInterface> interfaces();

    CaptureFormat format();
}
