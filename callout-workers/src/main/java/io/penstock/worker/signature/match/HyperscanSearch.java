// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.match;

import com.gliwka.hyperscan.jni.hs_compile_error_t;
import com.gliwka.hyperscan.jni.hs_database_t;
import com.gliwka.hyperscan.jni.hs_scratch_t;
import com.gliwka.hyperscan.jni.hyperscan;
import com.gliwka.hyperscan.jni.match_event_handler;
import java.util.BitSet;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** The search by Hyperscan, through its native library. One scan at a time: its scratch space is not for two. */
final class HyperscanSearch implements PatternSearch {
    private static final int FIRST_BUFFER = 1 << 16;

    /** Where the thread's scan reports. JavaCPP makes few native functions for a callback, so all scans share one. */
    private static final ThreadLocal<BitSet> FOUND = new ThreadLocal<>();

    private static final match_event_handler HANDLER = new Handler();

    private static final class Handler extends match_event_handler {
        @Override
        public int call(int id, long from, long to, int flags, Pointer context) {
            FOUND.get().set(id);
            return 0;
        }
    }

    private final boolean empty;
    private hs_database_t database;
    private hs_scratch_t scratch;
    private BytePointer buffer = new BytePointer(FIRST_BUFFER);

    private HyperscanSearch(List<byte[]> patterns) {
        empty = patterns.isEmpty();
        if (!empty) {
            compileAll(patterns);
        }
    }

    static HyperscanSearch compile(List<byte[]> patterns) {
        HyperscanLibrary.require();
        return new HyperscanSearch(patterns);
    }

    private void compileAll(List<byte[]> patterns) {
        int count = patterns.size();
        int[] flags = new int[count];
        int[] ids = new int[count];
        BytePointer[] bytes = new BytePointer[count];
        long[] lengths = new long[count];
        for (int i = 0; i < count; i++) {
            flags[i] = hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_SINGLEMATCH;
            ids[i] = i;
            bytes[i] = new BytePointer(patterns.get(i));
            lengths[i] = patterns.get(i).length;
        }
        try (PointerPointer<BytePointer> expressions = new PointerPointer<>(bytes);
                IntPointer flagsPointer = new IntPointer(flags);
                IntPointer idsPointer = new IntPointer(ids);
                SizeTPointer lengthsPointer = new SizeTPointer(count);
                PointerPointer<hs_database_t> made = new PointerPointer<>(1);
                PointerPointer<hs_compile_error_t> error = new PointerPointer<>(1)) {
            lengthsPointer.put(lengths, 0, count);
            int code = hyperscan.hs_compile_lit_multi(
                    expressions,
                    flagsPointer,
                    idsPointer,
                    lengthsPointer,
                    count,
                    hyperscan.HS_MODE_BLOCK,
                    null,
                    made,
                    error);
            if (code != 0) {
                throw new IllegalStateException("Hyperscan does not compile the patterns: " + text(error));
            }
            database = made.get(hs_database_t.class, 0);
            allocate();
        } finally {
            for (BytePointer one : bytes) {
                one.close();
            }
        }
    }

    private static String text(PointerPointer<hs_compile_error_t> error) {
        hs_compile_error_t told = error.get(hs_compile_error_t.class, 0);
        if (told == null || told.isNull()) {
            return "no reason given";
        }
        String text = told.message().getString();
        hyperscan.hs_free_compile_error(told);
        return text;
    }

    private void allocate() {
        try (PointerPointer<hs_scratch_t> made = new PointerPointer<>(1)) {
            made.put(0, (Pointer) null);
            int code = hyperscan.hs_alloc_scratch(database, made);
            if (code != 0) {
                throw new IllegalStateException("Hyperscan has no scratch space: error " + code);
            }
            scratch = made.get(hs_scratch_t.class, 0);
        }
    }

    @Override
    public synchronized void search(byte[] bytes, int from, int length, BitSet found) {
        if (empty || length == 0) {
            return;
        }
        if (buffer.capacity() < length) {
            buffer.close();
            buffer = new BytePointer(Math.max(length, 2L * FIRST_BUFFER));
        }
        buffer.position(0).put(bytes, from, length);
        FOUND.set(found);
        try {
            int code = hyperscan.hs_scan(database, buffer, length, 0, scratch, HANDLER, null);
            if (code != 0) {
                throw new IllegalStateException("Hyperscan does not scan: error " + code);
            }
        } finally {
            FOUND.remove();
        }
    }

    @Override
    public String name() {
        return "hyperscan";
    }

    @Override
    public synchronized void close() {
        if (scratch != null) {
            hyperscan.hs_free_scratch(scratch);
            scratch = null;
        }
        if (database != null) {
            hyperscan.hs_free_database(database);
            database = null;
        }
        buffer.close();
    }
}
