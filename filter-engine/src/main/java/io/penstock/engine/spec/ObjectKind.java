// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.spec;

/** Kinds of objects that calls on the policy name (spec 1.1). A key is unique within its kind only. */
public enum ObjectKind {
    LAYER("layer", FwpError.FWP_E_LAYER_NOT_FOUND),
    SUBLAYER("sublayer", FwpError.FWP_E_SUBLAYER_NOT_FOUND),
    FILTER("filter", FwpError.FWP_E_FILTER_NOT_FOUND),
    CALLOUT("callout", FwpError.FWP_E_CALLOUT_NOT_FOUND),
    PROVIDER("provider", FwpError.FWP_E_PROVIDER_NOT_FOUND),
    PROVIDER_CONTEXT("provider context", FwpError.FWP_E_PROVIDER_CONTEXT_NOT_FOUND),
    SESSION("session", FwpError.FWP_E_NOT_FOUND),
    /** The engine itself: what transactions are begun on. It has no key. */
    ENGINE("engine", FwpError.FWP_E_NOT_FOUND);

    private final String word;
    private final FwpError notFound;

    ObjectKind(String word, FwpError notFound) {
        this.word = word;
        this.notFound = notFound;
    }

    /** How messages call it. */
    public String word() {
        return word;
    }

    /** The error of a key that no object of this kind has. */
    public FwpError notFound() {
        return notFound;
    }
}
