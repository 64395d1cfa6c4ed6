// SPDX-License-Identifier: Apache-2.0
/**
 * The TCP byte stream (spec 7): segments put into order, what a stream callout is shown and may answer, and what waits for its decision.
 *
 * <p>Called by the evaluation on its one thread, and by callouts while they are asked. Knows no filter and no packet: which callouts are asked, in
 * which order, is the evaluation's.
 *
 * <p>{@link io.penstock.engine.stream.ReassemblyTable} takes the segments of a partition in the order in which their packets arrive and tells of
 * each what became deliverable. Nothing reads a clock.
 */
package io.penstock.engine.stream;
