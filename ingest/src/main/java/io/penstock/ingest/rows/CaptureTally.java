// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.rows;

import io.penstock.ingest.capture.CaptureDamage;
import java.util.Optional;

/**
 * What was read of one capture so far.
 *
 * @param file the capture as the user named it
 * @param packets packets handed on
 * @param bytes their lengths on the wire
 * @param malformed how many of them are malformed
 * @param damage what ended the capture early
 */
public record CaptureTally(String file, long packets, long bytes, long malformed, Optional<CaptureDamage> damage) {}
