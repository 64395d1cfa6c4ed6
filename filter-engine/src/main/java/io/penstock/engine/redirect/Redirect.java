// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.redirect;

/**
 * What a callout applies to the writable data of a bind or connect, {@code FwpsApplyModifiedLayerData0} (spec 6.2).
 *
 * @param target the new local address and port of a bind, the new remote ones of a connect; a connect's local address cannot be changed
 * @param context the callout's own, for whoever takes the connection over; the original destination is kept besides
 * @param targetProcess LOCAL_REDIRECT_TARGET_PID: process id of the local proxy that takes the connection over, 0 for none
 * @param reauthorizeIfModified REAUTHORIZE_IF_MODIFIED_BY_OTHERS: the layer is shown again if another callout changes the data later
 */
public record Redirect(RedirectTarget target, String context, long targetProcess, boolean reauthorizeIfModified) {
    /** To this address and port, and nothing besides. */
    public static Redirect to(RedirectTarget target) {
        return new Redirect(target, "", 0, false);
    }
}
