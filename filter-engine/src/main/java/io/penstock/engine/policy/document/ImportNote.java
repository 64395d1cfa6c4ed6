// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

/**
 * What became of one part of one object on its way from an export, where it did not come over as it was (spec 9, 10.1).
 *
 * @param object kind and key: {@code filter {…}}; of a list with a wrong count the place in the file
 * @param field the member, or the field key of a condition
 * @param carriage how it came over
 * @param what what was done and why; the same text for the same thing in any object
 */
public record ImportNote(String object, String field, Carriage carriage, String what) {}
