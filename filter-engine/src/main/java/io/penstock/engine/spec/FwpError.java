// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.spec;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Why an operation on the policy was refused: the {@code FWP_E_*} codes with what {@code errors.csv} says of them, and the two codes of Windows' own
 * that such operations give besides (spec 1.12, 1.13).
 */
public enum FwpError {
    FWP_E_CALLOUT_NOT_FOUND,
    FWP_E_CONDITION_NOT_FOUND,
    FWP_E_FILTER_NOT_FOUND,
    FWP_E_LAYER_NOT_FOUND,
    FWP_E_PROVIDER_NOT_FOUND,
    FWP_E_PROVIDER_CONTEXT_NOT_FOUND,
    FWP_E_SUBLAYER_NOT_FOUND,
    FWP_E_NOT_FOUND,
    FWP_E_ALREADY_EXISTS,
    FWP_E_IN_USE,
    FWP_E_DYNAMIC_SESSION_IN_PROGRESS,
    FWP_E_WRONG_SESSION,
    FWP_E_NO_TXN_IN_PROGRESS,
    FWP_E_TXN_IN_PROGRESS,
    FWP_E_TXN_ABORTED,
    FWP_E_SESSION_ABORTED,
    FWP_E_INCOMPATIBLE_TXN,
    FWP_E_TIMEOUT,
    FWP_E_NET_EVENTS_DISABLED,
    FWP_E_INCOMPATIBLE_LAYER,
    FWP_E_KM_CLIENTS_ONLY,
    FWP_E_LIFETIME_MISMATCH,
    FWP_E_BUILTIN_OBJECT,
    FWP_E_TOO_MANY_CALLOUTS,
    FWP_E_NOTIFICATION_DROPPED,
    FWP_E_TRAFFIC_MISMATCH,
    FWP_E_INCOMPATIBLE_SA_STATE,
    FWP_E_NULL_POINTER,
    FWP_E_INVALID_ENUMERATOR,
    FWP_E_INVALID_FLAGS,
    FWP_E_INVALID_NET_MASK,
    FWP_E_INVALID_RANGE,
    FWP_E_INVALID_INTERVAL,
    FWP_E_ZERO_LENGTH_ARRAY,
    FWP_E_NULL_DISPLAY_NAME,
    FWP_E_INVALID_ACTION_TYPE,
    FWP_E_INVALID_WEIGHT,
    FWP_E_MATCH_TYPE_MISMATCH,
    FWP_E_TYPE_MISMATCH,
    FWP_E_OUT_OF_BOUNDS,
    FWP_E_RESERVED,
    FWP_E_DUPLICATE_CONDITION,
    FWP_E_DUPLICATE_KEYMOD,
    FWP_E_ACTION_INCOMPATIBLE_WITH_LAYER,
    FWP_E_ACTION_INCOMPATIBLE_WITH_SUBLAYER,
    FWP_E_CONTEXT_INCOMPATIBLE_WITH_LAYER,
    FWP_E_CONTEXT_INCOMPATIBLE_WITH_CALLOUT,
    FWP_E_INCOMPATIBLE_AUTH_METHOD,
    FWP_E_INCOMPATIBLE_DH_GROUP,
    FWP_E_EM_NOT_SUPPORTED,
    FWP_E_NEVER_MATCH,
    FWP_E_PROVIDER_CONTEXT_MISMATCH,
    FWP_E_INVALID_PARAMETER,
    FWP_E_TOO_MANY_SUBLAYERS,
    FWP_E_CALLOUT_NOTIFICATION_FAILED,
    FWP_E_INVALID_AUTH_TRANSFORM,
    FWP_E_INVALID_CIPHER_TRANSFORM,
    /** A security descriptor that cannot be read (spec 1.13). */
    ERROR_INVALID_SECURITY_DESCR(0x8007053A, "security descriptor not valid"),
    /** Access denied: the caller lacks a right (spec 1.12). */
    ERROR_ACCESS_DENIED(0x5, "the caller lacks a right");

    private final int hresult;
    private final String meaning;

    FwpError() {
        String[] row = Table.BY_NAME.get(name());
        hresult = Integer.parseUnsignedInt(row[1].substring("0x".length()), 16);
        meaning = row[2];
    }

    FwpError(int hresult, String meaning) {
        this.hresult = hresult;
        this.meaning = meaning;
    }

    /** The code as callers of WFP see it, unsigned 32 bits. */
    public int hresult() {
        return hresult;
    }

    /** The code in hex, {@code 0x80320009}. */
    public String hex() {
        return "0x" + Integer.toHexString(hresult).toUpperCase(Locale.ROOT);
    }

    /** What the code means, in a few words. */
    public String meaning() {
        return meaning;
    }

    /** Apart, since an enum's constructor cannot read the enum's own static fields. */
    private static final class Table {
        private static final Map<String, String[]> BY_NAME = SpecTable.rows("errors.csv").stream()
                .collect(Collectors.toUnmodifiableMap(row -> row[0], Function.identity()));
    }
}
