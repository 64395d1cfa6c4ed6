// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document.export;

import java.util.Optional;

/**
 * One object of an export.
 *
 * @param kind what it is, told by its first element (spec 9.3: the element name {@code item} holds every object)
 * @param element the object
 */
public record ExportObject(Kind kind, ExportElement element) {
    /** Kinds of objects, with the element that each begins with. */
    public enum Kind {
        LAYER("layerKey"),
        SUBLAYER("subLayerKey"),
        FILTER("filterKey"),
        CALLOUT("calloutKey"),
        PROVIDER("providerKey"),
        PROVIDER_CONTEXT("providerContextKey"),
        SESSION("sessionKey"),
        /** A net event (spec 9.4); it has no key. */
        NET_EVENT("header"),
        /** An event of Windows' event log (spec 8.4); it has no key. */
        LOGGED_EVENT("System");

        private final String begins;

        Kind(String begins) {
            this.begins = begins;
        }

        /** The kind of object that begins with an element of this name. */
        static Optional<Kind> beginningWith(String element) {
            for (Kind kind : values()) {
                if (kind.begins.equals(element)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** Its key, a GUID in braces or a well-known name; empty for events. */
    public String key() {
        return kind == Kind.NET_EVENT || kind == Kind.LOGGED_EVENT ? "" : element.text(kind.begins);
    }
}
