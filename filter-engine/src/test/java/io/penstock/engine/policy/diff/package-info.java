// SPDX-License-Identifier: Apache-2.0
/** Tests of what changed between policies. */
package io.penstock.engine.policy.diff;
