// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.spec.ObjectKind;

/** A management object as a caller adds it (spec 1.1). Immutable. */
public sealed interface FwpmObject permits FwpmProvider, FwpmSublayer, FwpmCallout, FwpmProviderContext, FwpmFilter {
    /** Its kind. */
    ObjectKind kind();

    /** What it carries like every other: key, display data, provider. */
    ObjectHeader header();

    /** The same object with the header that the engine keeps it under. */
    FwpmObject withHeader(ObjectHeader other);

    /** Whether it asks to live until it is deleted (spec 1.5). */
    boolean isPersistent();
}
