// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.discards;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The client id by which an instance of the topology tells where it can be asked: whoever may describe the consumer group learns who is alive, and where.
 */
public final class InstanceName {
    private static final Pattern OF_A_THREAD = Pattern.compile(".*@(.+:[0-9]{1,5})-StreamThread-.*");

    private InstanceName() {}

    /** The client id of an instance of an application that can be asked at HOST:PORT. */
    public static String clientId(String applicationId, String address) {
        return applicationId + "@" + address;
    }

    /** HOST:PORT of the instance whose consumer has that client id; empty where it tells none. */
    static Optional<String> address(String clientId) {
        Matcher parts = OF_A_THREAD.matcher(clientId);
        return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
    }
}
