// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.policy.Layer;
import java.util.List;
import java.util.Map;

/**
 * What an import carried over, and how (spec 9, 10.1). Every condition of every filter of the export is counted once in {@code carried}.
 *
 * @param source the export
 * @param providers how many the policy has, stand-ins among them
 * @param sublayers how many the policy lists, stand-ins among them
 * @param callouts how many the policy lists, stand-ins among them
 * @param providerContexts how many the policy has, stand-ins among them
 * @param filters how many the policy has
 * @param leftOut how many filters of the export that the policy could not take
 * @param conditions how many the filters of the export have, those left out among them
 * @param carried the conditions by how they came over: exact, approximated, inert; the sum is {@code conditions}
 * @param notes what did not come over as it was, in the order of the export
 * @param layers the filters of each layer that has any, in the order of layers
 * @param inertCallouts callouts without code here that filters name, in the order of the filters
 * @param unregistered callouts that filters name and whose code did not run on the machine: such filters block, or permit where they say so (spec 4.6)
 */
public record ImportReport(
        String source,
        int providers,
        int sublayers,
        int callouts,
        int providerContexts,
        int filters,
        int leftOut,
        int conditions,
        Map<Carriage, Integer> carried,
        List<ImportNote> notes,
        List<LayerCount> layers,
        List<CalloutCount> inertCallouts,
        List<CalloutCount> unregistered) {

    /**
     * The filters of a layer, each counted once, by the first of these that holds.
     *
     * @param noPart how many boot-time filters, and those that the machine had disabled
     * @param inert how many whose callout is inert
     * @param never how many that never match, since nothing tells a field that they test
     * @param approximated how many that test what is told in part
     * @param exact how many others
     */
    public record LayerCount(Layer layer, int noPart, int inert, int never, int approximated, int exact) {
        /** How many there are in all. */
        public int filters() {
            return noPart + inert + never + approximated + exact;
        }
    }

    /**
     * A callout that filters name.
     *
     * @param name display name
     * @param builtIn whether it is one of Windows' own
     * @param note what it does on Windows, empty where that is not known
     * @param filters how many name it
     */
    public record CalloutCount(String calloutKey, String name, boolean builtIn, String note, int filters) {}
}
