// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet.compose;

import io.penstock.engine.condition.Sid;
import io.penstock.engine.flow.SocketKnowledge;
import io.penstock.engine.packet.compose.PacketWords.Word;
import java.util.List;

/**
 * Reads whose the packet's local socket is, as an agent would know it (spec 2.3): {@code process} (path of the executable), {@code pid}, {@code user},
 * {@code groups}, {@code package} and {@code capabilities} (SIDs, lists with commas). Where a process is named without a package, it runs in none.
 */
final class SocketOptions {
    private static final int MOST_PROCESS_ID = 999_999_999;

    private long processId = -1;
    private String process = "";
    private String user = "";
    private List<String> groups = List.of();
    private String packageSid = "";
    private List<String> capabilities = List.of();
    private boolean any;

    /** Takes an option; false if it is not about a socket. */
    boolean read(Word word, String key, String value) throws PacketSyntaxException {
        switch (key) {
            case "process" -> process = path(word, value);
            case "pid" -> processId = number(word, value);
            case "user" -> user = sid(word, value);
            case "groups" -> groups = sids(word, value);
            case "package" -> packageSid = sid(word, value);
            case "capabilities" -> capabilities = sids(word, value);
            default -> {
                return false;
            }
        }
        any = true;
        return true;
    }

    /** What the options say, null where there were none. */
    SocketKnowledge known() {
        if (!any) {
            return null;
        }
        boolean outside = packageSid.isEmpty() && (processId >= 0 || !process.isEmpty());
        return new SocketKnowledge(
                processId, process, user, groups, outside ? SocketKnowledge.NULL_SID : packageSid, capabilities, false);
    }

    private static String path(Word word, String value) throws PacketSyntaxException {
        if (value.isEmpty() || value.length() > SocketKnowledge.LONGEST_PATH) {
            throw PacketText.wrong(word, "the path of an executable");
        }
        return value;
    }

    private static int number(Word word, String value) throws PacketSyntaxException {
        int number = PacketText.number(value, MOST_PROCESS_ID);
        if (number < 0) {
            throw PacketText.wrong(word, "a process id");
        }
        return number;
    }

    private static List<String> sids(Word word, String value) throws PacketSyntaxException {
        List<String> sids = List.of(value.split(",", -1));
        for (String sid : sids) {
            sid(word, sid);
        }
        return sids;
    }

    private static String sid(Word word, String value) throws PacketSyntaxException {
        if (!Sid.isSid(value)) {
            throw PacketText.wrong(word, "a SID like S-1-5-18");
        }
        return value;
    }
}
