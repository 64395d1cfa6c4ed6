// SPDX-License-Identifier: Apache-2.0
/** Tests of the policy model, and the naive evaluator that other tests hold the engine against. */
package io.penstock.engine.policy;
