// SPDX-License-Identifier: Apache-2.0
/**
 * What is odd about a valid policy: filters that never decide, conditions that never hold, callouts without code. Every finding is true of every packet, or says
 * what it depends on; what cannot be told from the policy alone is not told.
 *
 * <p>For people who write policies, never on the path of traffic. Any thread.
 */
package io.penstock.engine.policy.lint;
