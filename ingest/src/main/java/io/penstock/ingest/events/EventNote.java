// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

/**
 * What was not understood, of all events of a type with the same fault.
 *
 * @param type of the events
 * @param what what is wrong, or missing
 * @param lost whether the events could not be taken because of it
 * @param count how many events
 * @param line line of the first of them, from 1
 */
public record EventNote(String type, String what, boolean lost, long count, int line) {}
