// SPDX-License-Identifier: Apache-2.0
/**
 * What changed between two policies, for people and programs: object by object, filters by their providers. Pure; any thread.
 */
package io.penstock.engine.policy.diff;
