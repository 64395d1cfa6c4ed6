// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.FwpException;
import io.penstock.engine.spec.ObjectKind;

/** Asks the authorizer for the rights that a call needs (spec 1.12). */
final class AccessCheck {
    private final Authorizer authorizer;

    AccessCheck(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /** A right on the container of a kind, or on the engine. */
    void require(Caller caller, AccessRight right, ObjectKind kind) {
        require(new Authorizer.Request(caller, right, kind, null, null));
    }

    /** A right on one object. */
    void require(Caller caller, AccessRight right, StoredObject object) {
        require(new Authorizer.Request(caller, right, object.kind(), object.key(), object.securityDescriptor()));
    }

    /** What adding needs: ADD on the container, ADD_LINK on all it refers to, as far as that is there. */
    void requireAdd(Caller caller, FwpmObject object, ObjectStore store) {
        require(caller, AccessRight.ADD, object.kind());
        if (object.header() == null) {
            return;
        }
        for (Reference to : Reference.of(object)) {
            StoredObject target = store.get(to.kind(), to.key());
            if (target != null) {
                require(caller, AccessRight.ADD_LINK, target);
            } else if (to.kind() == ObjectKind.LAYER) {
                require(new Authorizer.Request(caller, AccessRight.ADD_LINK, to.kind(), to.key(), null));
            }
        }
    }

    private void require(Authorizer.Request request) {
        if (!authorizer.grants(request)) {
            String detail = request.caller().user() + " lacks " + request.right();
            throw new FwpException(FwpError.ERROR_ACCESS_DENIED, request.kind(), request.key(), detail);
        }
    }
}
