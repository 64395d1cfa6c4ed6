// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.FwpException;
import io.penstock.engine.spec.ObjectKey;
import io.penstock.engine.spec.ObjectKind;
import java.util.List;

/** Lists objects other than filters (spec 1.14). */
final class ObjectEnumeration {
    private ObjectEnumeration() {}

    static List<StoredObject> of(ObjectStore store, ObjectKind kind, String providerKey) {
        requireProvider(store, kind, providerKey);
        return store.all(kind).stream().filter(o -> isOf(o, providerKey)).toList();
    }

    /** Whether an object is a provider's, or anybody's where none is named. */
    static boolean isOf(StoredObject object, String providerKey) {
        return providerKey == null || ObjectKey.normal(providerKey).equals(object.providerKey());
    }

    /** A template that names nobody selects nothing. */
    static void requireProvider(ObjectStore store, ObjectKind kind, String providerKey) {
        if (providerKey != null && store.get(ObjectKind.PROVIDER, ObjectKey.normal(providerKey)) == null) {
            String detail = "no provider '" + providerKey + "'";
            throw new FwpException(FwpError.FWP_E_NEVER_MATCH, kind, null, detail);
        }
    }
}
