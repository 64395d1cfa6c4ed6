// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

import java.util.ArrayList;
import java.util.List;

/** What a stream callout answers: the outward half of {@code FWPS_STREAM_CALLOUT_IO_PACKET} (spec 7.1, 7.3, 7.4). Reused; one thread. */
public final class StreamAnswer {
    private final List<Injection> injections = new ArrayList<>();
    private StreamAction action = StreamAction.NONE;
    private int required;
    private int enforced;
    private boolean outbound;
    private boolean aborted;
    private boolean refused;

    /**
     * Data put into the stream.
     *
     * @param flags bits of {@link StreamFlags}
     * @param data the bytes; empty for a FIN alone
     */
    public record Injection(int flags, byte[] data) {}

    /** Readies the object for an indication with these flags, bits of {@link StreamFlags}. */
    public void begin(int flags) {
        injections.clear();
        action = StreamAction.NONE;
        required = 0;
        enforced = 0;
        outbound = (flags & StreamFlags.SEND) != 0;
        aborted = (flags & StreamFlags.SEND_ABORT) != 0;
        refused = false;
    }

    /** Asks for something besides the action (spec 7.3). */
    public void action(StreamAction value) {
        action = value;
    }

    /** What was asked for; {@link StreamAction#NONE} where nothing was. */
    public StreamAction action() {
        return action;
    }

    /** Wants at least so many bytes more, 1 and up; 0 counts as 1. Heard with NEED_MORE_DATA. */
    public void countBytesRequired(int bytes) {
        required = bytes;
    }

    /** Bytes wanted besides those indicated, as the callout wrote them; 0 where it wrote none. Not checked. */
    public int countBytesRequired() {
        return required;
    }

    /** The action applies to so many leading bytes; 0 means all (P14). */
    public void countBytesEnforced(int bytes) {
        enforced = bytes;
    }

    /** Leading bytes that the action applies to, as the callout wrote them; 0 means all. More than were indicated is taken as all (spec 7.4). */
    public int countBytesEnforced() {
        return enforced;
    }

    /** Wants more data: NEED_MORE_DATA with so many bytes more. */
    public void needMore(int bytes) {
        action = StreamAction.NEED_MORE_DATA;
        required = bytes;
    }

    /**
     * {@code FwpsStreamInjectAsync} from inside classify (spec 7.7): puts data in front of the bytes indicated, for lighter callouts to see.
     *
     * @param flags bits of {@link StreamFlags}, RECEIVE or SEND as the indication has it among them (S3)
     * @param data copied; empty only with a FIN
     * @return SUCCESS if it was taken; INVALID_PARAMETER where flags and data do not fit; UNSUCCESSFUL behind a RST that is sent (spec 7.2)
     */
    public StreamStatus inject(int flags, byte[] data) {
        if (aborted) {
            refused = true;
            return StreamStatus.UNSUCCESSFUL;
        }
        if (!StreamFlags.mayInject(flags, outbound, data.length)) {
            refused = true;
            return StreamStatus.INVALID_PARAMETER;
        }
        injections.add(new Injection(flags, data.clone()));
        return StreamStatus.SUCCESS;
    }

    /** What was taken to be injected, first to last. */
    public List<Injection> injections() {
        return injections;
    }

    /** Whether an injection was refused. */
    public boolean isInjectionRefused() {
        return refused;
    }
}
