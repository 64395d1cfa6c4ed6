// SPDX-License-Identifier: Apache-2.0
/**
 * Policy documents: from YAML or JSON text to a validated policy, or to every error with its place.
 *
 * <p>The only package of the engine that may use a YAML library. Parsing keeps no state between documents.
 */
package io.penstock.engine.policy.document;
