// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.flow;

/**
 * The filter that authorised a flow, or blocked it (spec 2.6, P22 of section 11): what later packets of the flow name in their verdicts.
 *
 * @param layerKey layer of the authorisation
 * @param subLayerKey sublayer of the filter
 * @param filterKey the filter
 * @param calloutKey the callout it names, or null
 * @param terminating whether its action is terminating
 */
public record Standing(String layerKey, String subLayerKey, String filterKey, String calloutKey, boolean terminating) {}
