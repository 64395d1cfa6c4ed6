// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

/** Flags of the objects that are not filters, {@code FWPM_..._FLAG_...} (spec 1.5, 1.10); filters have their own. */
public enum ObjectFlag {
    /** 0x1, of callouts 0x10000: lives until it is deleted. */
    PERSISTENT,
    /** Of providers, 0x10, read-only: the provider's service does not start by itself, so its filters take no part. */
    DISABLED,
    /** Of callouts, 0x20000: filters hand the callout their provider context. */
    USES_PROVIDER_CONTEXT,
    /** Of callouts, 0x40000, read-only: there is run-time code. */
    REGISTERED
}
