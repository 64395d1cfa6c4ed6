// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

/** What a transaction may do (spec 1.4 T2). */
public enum TransactionMode {
    /** FWPM_TXN_READ_ONLY, 0x1: sees the revision that was committed when it began; holds no lock. */
    READ_ONLY,
    /** Sees its own changes; holds the one write lock. */
    READ_WRITE
}
