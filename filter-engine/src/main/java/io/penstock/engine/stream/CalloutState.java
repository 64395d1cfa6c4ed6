// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

/** What one filter's callout has come to in one direction of a flow (spec 7.3). Whoever changes it touches its {@link StreamState}. One thread. */
public final class CalloutState {
    /** Whether its code, which is elsewhere, is asked (spec 7.7 S4). */
    enum Asking {
        /** It is not to be asked. */
        NO,
        /** It is to be asked about what waits. */
        WANTED,
        /** It has been asked about what waits. */
        ASKED
    }

    final WaitingBytes waiting;
    /** What has come for a callout elsewhere since it is to be asked. */
    final WaitingBytes behind;

    private final DirectionState direction;
    /** Bytes it has not seen since it was last asked. */
    long missed;
    /** Bytes that must wait before it is asked again. */
    int needed;
    /** Whether it has deferred the stream. */
    boolean deferred;
    /** Whether bytes have passed it. */
    boolean passed;
    /** Whether it has removed a FIN. */
    boolean finRemoved;
    /** Bytes it has removed, and bytes it has injected from outside. */
    long removed;

    long injected;
    /** Where in the stream it stands. */
    long offset;

    Asking asking = Asking.NO;

    CalloutState(DirectionState direction, String filterKey) {
        this.direction = direction;
        waiting = new WaitingBytes(direction, filterKey);
        behind = new WaitingBytes(direction, filterKey);
    }

    /** The filter whose callout this is. */
    public String filterKey() {
        return waiting.filterKey();
    }

    /** Whether something of it goes on: bytes wait, or clones of removed bytes are still to be injected (spec 7.7 S7). */
    public boolean isBusy() {
        return deferred || !isIdle() || injected > 0 && removed > injected;
    }

    /** Whether it has deferred the stream, so that inbound bytes wait until it continues (spec 7.3). */
    public boolean isDeferred() {
        return deferred;
    }

    /** Whether it has cloned and blocked all data of the direction so far (spec 7.7 S1). */
    public boolean hasRemovedAll() {
        return removed > 0 && !passed;
    }

    /** Whether it has removed the FIN, after which it may inject from outside (spec 7.7 S1). */
    public boolean hasRemovedFin() {
        return finRemoved;
    }

    /** Whether it reinjects from outside what it removes (spec 7.7 S4). */
    public boolean isOutOfBand() {
        return injected > 0;
    }

    /** Place in the direction's stream where it stands: bytes since the first one seen. */
    public long offset() {
        return offset;
    }

    /** Bytes that wait here. */
    public int waitingBytes() {
        return waiting.length() + behind.length();
    }

    /** What waits here with what has come, as one indication. */
    public StreamBytes join(StreamBytes come) {
        if (!come.isEmpty()) {
            touch();
            waiting.append(come);
        }
        return waiting.view();
    }

    /** All that waits here with what has come, whether it has been shown or not. */
    public StreamBytes joinAll(StreamBytes come) {
        moveUp(Integer.MAX_VALUE);
        return join(come);
    }

    /** Whether nothing, not even a FIN, waits here. */
    public boolean isIdle() {
        return waiting.isEmpty() && behind.isEmpty();
    }

    /**
     * Keeps bytes for a callout that is elsewhere: in one indication with those that it has seen and wants more of, or, once it is to be asked, behind that.
     *
     * @param most bytes of one indication, 1 and up
     */
    public void collect(StreamBytes come, int most) {
        if (!come.isEmpty()) {
            touch();
            behind.append(come);
        }
        if (asking == Asking.NO) {
            moveUp(most);
        }
    }

    /** Moves what has come since into the next indication, as far as it fits; says whether anything moved. */
    public boolean moveUp(int most) {
        if (behind.isEmpty() || waiting.length() >= most) {
            return false;
        }
        touch();
        StreamBytes rest = behind.view();
        int room = most - waiting.length();
        boolean all = rest.length() <= room;
        waiting.append(all ? rest : rest.cut(room));
        behind.retain(all ? StreamBytes.nothing() : rest);
        return true;
    }

    /** Its code, which is elsewhere, is to be asked about what waits. */
    public void want() {
        asking(Asking.WANTED);
    }

    /** Its code has been asked. */
    public void ask() {
        asking(Asking.ASKED);
    }

    /** Its code has answered, or will not. */
    public void answered() {
        asking(Asking.NO);
    }

    private void asking(Asking now) {
        if (asking != now) {
            touch();
            asking = now;
        }
    }

    /** Whether its code is to be asked. */
    public boolean isWanted() {
        return asking == Asking.WANTED;
    }

    /** Whether its code has been asked and has yet to answer. */
    public boolean isAsked() {
        return asking == Asking.ASKED;
    }

    /**
     * Whether it is not to be asked yet.
     *
     * @param bytes how many there are: fewer than it wants, or any number while it defers, and it waits
     */
    public boolean wantsMoreThan(int bytes) {
        return deferred || bytes < needed;
    }

    /**
     * Keeps what is left of {@link #join}'s bytes, or bytes that have not waited yet.
     *
     * @param needs bytes that must wait before it is asked again, 0 and up
     * @param defers whether it is not asked until it continues the stream
     */
    public void keep(StreamBytes rest, int needs, boolean defers) {
        touch();
        if (waiting.isEmpty()) {
            waiting.append(rest);
        } else {
            waiting.retain(rest);
        }
        needed = needs;
        deferred = defers;
        if (!rest.isEmpty()) {
            offset = rest.runs().getFirst().offset();
        }
    }

    /** Nothing of what was shown waits any more. */
    public void release() {
        if (!waiting.isEmpty() || deferred || needed > 0) {
            touch();
            waiting.retain(StreamBytes.nothing());
            needed = 0;
            deferred = false;
        }
    }

    /** Ends a deferral; what waits is shown again. */
    public void resume() {
        touch();
        deferred = false;
        needed = 0;
    }

    /** So many bytes, 0 and up, go past it unseen: a heavier callout removed them, or the capture lacks them. */
    public void miss(long bytes) {
        touch();
        missed += bytes;
    }

    /** How many bytes it has not seen since this was last asked. */
    public long takeMissed() {
        long taken = missed;
        if (taken > 0) {
            touch();
            missed = 0;
        }
        return taken;
    }

    /** Bytes pass it. */
    public void pass() {
        if (!passed) {
            touch();
            passed = true;
        }
    }

    /**
     * It removes bytes, perhaps a FIN.
     *
     * @param bytes how many, 0 for a FIN alone
     * @param fin whether a FIN is among them
     * @param end place behind the last of them
     */
    public void remove(long bytes, boolean fin, long end) {
        touch();
        removed += bytes;
        finRemoved |= fin;
        offset = end;
    }

    /** What it has removed and not injected again is waited for no longer. */
    public void settle() {
        if (injected > 0 && injected < removed) {
            touch();
            injected = removed;
        }
    }

    /** It has injected so many bytes from outside, 0 for a FIN alone. */
    public void inject(long bytes) {
        touch();
        injected += bytes;
    }

    private void touch() {
        direction.state().touch();
    }
}
