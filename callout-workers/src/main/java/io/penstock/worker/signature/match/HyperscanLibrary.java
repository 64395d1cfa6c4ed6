// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.match;

import com.gliwka.hyperscan.jni.hyperscan;

/** Whether Hyperscan's native library is there. Looked for on the first question, and once. */
final class HyperscanLibrary {
    /** Loaded with the class that is asked. */
    private static final class Loaded {
        static final Throwable FAILURE = load();

        private static Throwable load() {
            try {
                return hyperscan.hs_valid_platform() == 0
                        ? null
                        : new UnsupportedOperationException("the processor lacks what Hyperscan needs");
            } catch (LinkageError | RuntimeException missing) {
                // No library for this platform, or none that can be unpacked and loaded here.
                return missing;
            }
        }
    }

    private HyperscanLibrary() {}

    static boolean isAvailable() {
        return Loaded.FAILURE == null;
    }

    static void require() {
        if (Loaded.FAILURE != null) {
            throw new IllegalStateException(
                    "Hyperscan cannot be loaded: " + Loaded.FAILURE.getMessage(), Loaded.FAILURE);
        }
    }
}
