// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.session;

import io.penstock.stream.control.ActivatedRevision;
import io.penstock.stream.control.ActivationOutcome;
import io.penstock.stream.control.Expectation;
import io.penstock.stream.control.PolicyToActivate;
import io.penstock.stream.control.RevisionEngine;
import java.time.Duration;
import java.util.Set;

/** Publishes the revision without the objects of dynamic sessions that have ended (spec 1.4 T9). */
final class SessionEnd {
    private SessionEnd() {}

    /**
     * Takes away what sessions own, again from the start whenever another revision came between.
     *
     * @param sessionKeys the sessions; those that own nothing, or have ended already, are passed over
     * @param writer for the history of policies
     * @return whether that is done; false: others kept coming between for as long as {@code patience}
     */
    static boolean publish(RevisionLog log, Set<String> sessionKeys, String writer, Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        do {
            RevisionLog.Standing standing = log.read();
            ActivatedRevision before = standing.revision();
            if (sessionKeys.stream().noneMatch(before::hasSession)) {
                return true;
            }
            RevisionEngine engine = new RevisionEngine(standing.commented(), before.sessions());
            before.sessions().stream()
                    .filter(session -> sessionKeys.contains(session.sessionKey()))
                    .forEach(session -> engine.end(session.sessionKey()));
            ActivationOutcome outcome = log.activate(
                    PolicyToActivate.of(before.name(), engine, writer), new Expectation.Revision(before.revision()));
            if (!(outcome instanceof ActivationOutcome.Refused)) {
                return true;
            }
        } while (System.nanoTime() < until);
        return false;
    }
}
