// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

/**
 * An interface that a capture was taken on.
 *
 * @param id index over all sections, from 0
 * @param section section of the pcapng it belongs to, from 0
 * @param indexInSection its number within that section, which is what other tools print
 * @param name as the file says, at most 256 characters; empty where it does not
 * @param linkType LINKTYPE_ number, 0 to 65535
 * @param timeUnitsPerSecond resolution of the time stamps, unsigned
 * @param timeOffsetSeconds to be added to each time stamp
 * @param snapLengthBytes 0 where there is no limit, up to 2^32-1
 */
public record CaptureInterface(
        int id,
        int section,
        int indexInSection,
        String name,
        int linkType,
        long timeUnitsPerSecond,
        long timeOffsetSeconds,
        long snapLengthBytes) {}
