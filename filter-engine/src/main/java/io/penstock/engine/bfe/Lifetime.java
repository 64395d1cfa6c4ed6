// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

/** How long an object lives (spec 1.5). */
public enum Lifetime {
    /** Until it is deleted or the dynamic session that added it ends. */
    DYNAMIC,
    /** Until it is deleted or the engine stops. */
    STATIC,
    /** Until it is deleted; added again at every start of the engine. */
    PERSISTENT,
    /** Filters only: in force from the stack's start until the engine has started. It takes no part in Penstock's verdicts. */
    BOOT_TIME,
    /** For ever: layers and the system's own sublayers. */
    BUILT_IN
}
