// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.FwpException;
import io.penstock.engine.spec.ObjectKind;

/** Makes the errors of calls that name an object. */
final class Refusal {
    private Refusal() {}

    /** An object that may not be added; one without a key is called by its name. */
    static FwpException of(FwpError error, FwpmObject object, String detail) {
        ObjectHeader header = object.header();
        String key = header == null ? null : header.key() == null ? header.name() : header.key();
        return new FwpException(error, object.kind(), key, detail);
    }

    static FwpException of(FwpError error, StoredObject object, String detail) {
        return new FwpException(error, object.kind(), object.key(), detail);
    }

    /** A key that no object has. */
    static FwpException notFound(ObjectKind kind, String key) {
        return new FwpException(kind.notFound(), kind, key, "");
    }

    static void require(boolean holds, FwpError error, FwpmObject object, String detail) {
        if (!holds) {
            throw of(error, object, detail);
        }
    }
}
