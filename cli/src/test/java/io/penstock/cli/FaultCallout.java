// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Callouts of workers that do what the first byte of a payload says, and a worker loads as it would anybody's: from a jar, by {@code ServiceLoader}. An answer
 * takes a few milliseconds, so that some are under way whenever a fault comes.
 */
public abstract class FaultCallout implements Callout {
    static final byte PERMIT = 'p';
    static final byte BLOCK = 'b';
    static final byte EDIT = 'e';
    static final byte DROP = 'd';
    static final byte THROW = 't';
    static final byte SILENCE = 's';
    static final byte HALT = 'h';

    private static final long WORK_NANOS = Duration.ofMillis(3).toNanos();

    private final String key;

    private FaultCallout(String key) {
        this.key = key;
    }

    /** Those that always answer, to be asked without any worker. */
    static List<Callout> all() {
        return List.of(new Edit(), new Look());
    }

    /** Puts an edited packet in the place of one that says so. */
    public static final class Edit extends FaultCallout {
        static final String KEY = "test-edit";

        /** For the service loader. */
        public Edit() {
            super(KEY);
        }
    }

    /** Looks, and never edits. */
    public static final class Look extends FaultCallout {
        static final String KEY = "test-look";

        /** For the service loader. */
        public Look() {
            super(KEY);
        }
    }

    /** Never answers, where a payload says so. */
    public static final class Silent extends FaultCallout {
        static final String KEY = "test-silent";

        /** For the service loader. */
        public Silent() {
            super(KEY);
        }
    }

    /** Takes its process with it, where a payload says so. */
    public static final class Halting extends FaultCallout {
        static final String KEY = "test-halting";

        /** For the service loader. */
        public Halting() {
            super(KEY);
        }
    }

    /** Is asked about what finds no room. */
    public static final class Full extends FaultCallout {
        static final String KEY = "test-full";

        /** For the service loader. */
        public Full() {
            super(KEY);
        }
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public CalloutMode mode() {
        return CalloutMode.OUT_OF_BAND;
    }

    @Override
    public void classify(ClassifyIn in, ClassifyOut out) {
        byte says = in.payloadLength() == 0 ? PERMIT : in.frame()[in.frameOffset() + in.payloadOffset()];
        switch (says) {
            case BLOCK -> {
                work();
                out.finding("blocked", "as its payload says");
                out.block();
            }
            case EDIT -> {
                work();
                edit(in, out);
            }
            case DROP -> {
                out.block();
                out.absorb();
            }
            case THROW -> throw new IllegalStateException("as its payload says");
            case SILENCE -> beSilent();
            case HALT -> Runtime.getRuntime().halt(9);
            default -> {
                work();
                out.permit(in);
            }
        }
    }

    private static void beSilent() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.park();
        }
        throw new IllegalStateException("told to stop");
    }

    private static void work() {
        LockSupport.parkNanos(WORK_NANOS);
    }

    private static void edit(ClassifyIn in, ClassifyOut out) {
        int from = in.frameOffset();
        byte[] frame = Arrays.copyOfRange(in.frame(), from, from + in.frameLength());
        frame[in.payloadOffset()] = PERMIT;
        out.block();
        out.absorb();
        out.inject(frame);
    }
}
