// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.session;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** A process that holds a dynamic session with one filter, until its standard input ends or it is killed. */
final class SessionHolder {
    static final Lease LEASE = Lease.renewed(Duration.ofSeconds(3));

    private SessionHolder() {}

    /**
     * Adds the filter, and says the session's key.
     *
     * @param arguments bootstrap servers, the filter's key
     */
    public static void main(String[] arguments) throws IOException {
        try (PolicyClient client = PolicyClient.connect(Map.of("bootstrap.servers", arguments[0]), "lost@office");
                PolicySession session = client.openDynamic(LEASE)) {
            session.add(MemoryCluster.block(arguments[1]));
            System.out.println("session " + session.sessionKey());
            while (System.in.read() >= 0) {
                // It goes on.
            }
        }
    }
}
