// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

/** What registering or unregistering a callout comes to (spec 1.10, 5.7). */
public enum RegistrationStatus {
    STATUS_SUCCESS,
    /** The key is registered; nothing has changed. */
    STATUS_FWP_ALREADY_EXISTS,
    /** Contexts remain on flows, or pends are open: settle them, then unregister again. No new classification reaches the callout meanwhile. */
    STATUS_DEVICE_BUSY,
    /** No such callout is registered. */
    STATUS_FWP_CALLOUT_NOT_FOUND,
    /** An unregistration is under way. */
    STATUS_FWP_IN_USE
}
