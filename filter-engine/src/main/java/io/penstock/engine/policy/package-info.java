// SPDX-License-Identifier: Apache-2.0
/**
 * The policy model in WFP's vocabulary: layers, sublayers, filters, and the compiled policy.
 *
 * <p>A policy is immutable once validated and may be shared by any number of threads.
 */
package io.penstock.engine.policy;
