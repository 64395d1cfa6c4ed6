// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.spec.ObjectKind;
import java.util.ArrayList;
import java.util.List;

/** An object named by another (spec 1.1, column "References"). */
record Reference(ObjectKind kind, String key) {
    /** What an object refers to, in the order in which it is looked for: layers, sublayer, callout, provider, provider context. */
    static List<Reference> of(FwpmObject object) {
        List<Reference> all = new ArrayList<>();
        switch (object) {
            case FwpmProvider none -> {}
            case FwpmSublayer none -> {}
            case FwpmProviderContext none -> {}
            case FwpmCallout callout -> callout.applicableLayers().forEach(l -> add(all, ObjectKind.LAYER, l));
            case FwpmFilter filter -> {
                add(all, ObjectKind.LAYER, filter.layerKey());
                add(all, ObjectKind.SUBLAYER, filter.subLayerKey());
                add(all, ObjectKind.CALLOUT, filter.calloutKey());
            }
        }
        if (object.kind() != ObjectKind.PROVIDER) {
            add(all, ObjectKind.PROVIDER, object.header().providerKey());
        }
        if (object instanceof FwpmFilter filter) {
            add(all, ObjectKind.PROVIDER_CONTEXT, filter.providerContextKey());
        }
        return all;
    }

    private static void add(List<Reference> all, ObjectKind kind, String key) {
        if (key != null) {
            all.add(new Reference(kind, key));
        }
    }
}
