// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import io.penstock.schemas.PolicyPointer;
import java.util.List;

/**
 * One activation of a policy: a line of the history.
 *
 * @param revision its number, 1 and up; 0 is what holds before the first
 * @param version SHA-256 of the policy's canonical form, 64 hex digits; empty before the first activation
 * @param name under which the policy is active
 * @param writer who activated it, such as {@code user@host}; empty where nobody wrote it down
 * @param filters of the policy; -1 where nobody wrote it down
 * @param restored earlier revision whose policy a rollback restored; 0 none
 * @param timeMs when the brokers took it, milliseconds since 1970
 * @param sessions dynamic sessions that had committed and not ended, with what is theirs in the policy
 */
public record ActivatedRevision(
        long revision,
        String version,
        String name,
        String writer,
        int filters,
        long restored,
        long timeMs,
        List<DynamicSession> sessions) {
    /** What holds before the first activation: no filters at all. */
    public static final ActivatedRevision NONE = new ActivatedRevision(0, "", "", "", 0, 0, 0, List.of());

    public ActivatedRevision {
        sessions = List.copyOf(sessions);
    }

    /** Whether a dynamic session has committed and not ended. */
    public boolean hasSession(String sessionKey) {
        return sessions.stream().anyMatch(session -> session.sessionKey().equals(sessionKey));
    }

    static ActivatedRevision of(PolicyPointer pointer, long timeMs) {
        return new ActivatedRevision(
                pointer.getRevision(),
                pointer.getVersion(),
                pointer.getName(),
                pointer.getWriter(),
                pointer.getFilters(),
                pointer.getRestored(),
                timeMs,
                pointer.getSessions().stream().map(DynamicSession::of).toList());
    }
}
