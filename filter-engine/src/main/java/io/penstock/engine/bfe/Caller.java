// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

/**
 * Who opened a session (spec 1.1).
 *
 * @param processId id of its process, for the authorizer to know
 * @param user its user, for the authorizer to know
 * @param kernelMode whether it may hold the write lock for as long as it likes (spec 1.4 T7)
 */
public record Caller(int processId, String user, boolean kernelMode) {}
