// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.flow;

import io.penstock.engine.condition.Sid;
import io.penstock.engine.condition.TokenInformation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What an agent knows of a local socket: whose it is and whether it listens (spec 2.3, 2.4, 3.2). SIDs are text ({@code S-1-...}). Immutable, so that
 * items and tables share it; any thread.
 */
public final class SocketKnowledge {
    /** Package of a process outside any app container (spec 3.5, FIELD). */
    public static final String NULL_SID = "S-1-0-0";

    /** More groups or capabilities than any token has (Windows: 1,015). */
    public static final int MOST_SIDS = 4_096;

    /** Longest path of an executable, in characters. */
    public static final int LONGEST_PATH = 16_384;

    private static final int LONGEST_SID = 256;

    private final long processId;
    private final String application;
    private final String user;
    private final List<String> groups;
    private final String packageSid;
    private final List<String> capabilities;
    private final boolean listening;
    private final byte[] appId;
    private final TokenInformation token;
    private final Sid packageId;

    /**
     * Everything there is to know.
     *
     * @param processId process id, 0 and up; -1: unknown
     * @param application path of the executable as the agent spells it, an NT device path where it is Windows; empty: unknown
     * @param user the user's SID; empty: unknown
     * @param groups SIDs of the user's groups
     * @param packageSid SID of the app container; {@link #NULL_SID}: the process is known to run outside one; empty: unknown
     * @param capabilities SIDs of the container's capabilities
     * @param listening whether the socket listens
     * @throws IllegalArgumentException if the process id is below -1, a text or a list is longer than any real one, or what should be a SID is none
     */
    public SocketKnowledge(
            long processId,
            String application,
            String user,
            List<String> groups,
            String packageSid,
            List<String> capabilities,
            boolean listening) {
        if (processId < -1) {
            throw new IllegalArgumentException("process id " + processId + " is below -1");
        }
        if (application.length() > LONGEST_PATH) {
            throw new IllegalArgumentException("a path of " + application.length() + " characters");
        }
        checkSids(groups);
        checkSids(capabilities);
        checkSids(List.of(user, packageSid));
        this.processId = processId;
        this.application = application;
        this.user = user;
        this.groups = List.copyOf(groups);
        this.packageSid = packageSid;
        this.capabilities = List.copyOf(capabilities);
        this.listening = listening;
        appId = (application.toLowerCase(Locale.ROOT) + "\0").getBytes(StandardCharsets.UTF_16LE);
        packageId = packageSid.isEmpty() ? null : new Sid(packageSid);
        token = user.isEmpty()
                ? null
                : new TokenInformation(new Sid(user), sids(groups), packageId, sids(capabilities));
    }

    private static List<Sid> sids(List<String> texts) {
        return texts.stream().map(Sid::new).toList();
    }

    private static void checkSids(List<String> sids) {
        if (sids.size() > MOST_SIDS || sids.stream().anyMatch(sid -> sid.length() > LONGEST_SID)) {
            throw new IllegalArgumentException("a token has too many SIDs, or one of over 256 characters");
        }
    }

    /**
     * A process outside any container, of which the agent knows no groups; a user that is no SID is not known.
     *
     * @param processId process id, 0 and up; -1: unknown
     * @throws IllegalArgumentException if the process id is below -1, or the path longer than {@link #LONGEST_PATH}
     */
    public static SocketKnowledge ofProcess(long processId, String application, String user, boolean listening) {
        return new SocketKnowledge(
                processId,
                application,
                Sid.isSid(user) ? user : "",
                List.of(),
                processId < 0 && application.isEmpty() ? "" : NULL_SID,
                List.of(),
                listening);
    }

    /** Process id, 0 and up; -1: unknown. */
    public long processId() {
        return processId;
    }

    /** Path of the executable, empty where unknown. */
    public String application() {
        return application;
    }

    /** The user's SID, empty where unknown. */
    public String user() {
        return user;
    }

    /** SIDs of the user's groups; empty where unknown. */
    public List<String> groups() {
        return groups;
    }

    /** SID of the app container, {@link #NULL_SID} outside one, empty where unknown. */
    public String packageSid() {
        return packageSid;
    }

    /** SIDs of the app container's capabilities; empty outside one. */
    public List<String> capabilities() {
        return capabilities;
    }

    /** Whether the agent has seen it listen. */
    public boolean isListening() {
        return listening;
    }

    /** ALE_APP_ID: the path in lower case, UTF-16LE, NUL-terminated (spec 3.2). Shared: not to be written. */
    public byte[] appId() {
        return appId;
    }

    /** ALE_USER_ID: the whole token, null where the user is unknown. */
    public TokenInformation token() {
        return token;
    }

    /** ALE_PACKAGE_ID, null where unknown. */
    public Sid packageId() {
        return packageId;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SocketKnowledge that
                && processId == that.processId
                && listening == that.listening
                && application.equals(that.application)
                && user.equals(that.user)
                && packageSid.equals(that.packageSid)
                && groups.equals(that.groups)
                && capabilities.equals(that.capabilities);
    }

    @Override
    public int hashCode() {
        return Objects.hash(processId, application, user, packageSid);
    }

    @Override
    public String toString() {
        return "process " + processId + " (" + application + ") of " + user + (listening ? ", listening" : "");
    }
}
