// SPDX-License-Identifier: Apache-2.0
/**
 * The Base Filtering Engine (spec 1): the objects of a policy, the sessions and transactions that change them, and who is told of a change. Each
 * committed write transaction gives a revision, whose {@link io.penstock.engine.policy.Policy} is what classification runs.
 *
 * <p>{@link io.penstock.engine.bfe.BaseFilteringEngine} and its sessions may be used by any number of threads; a call runs under the engine's one
 * mutex, which it leaves only while it waits for the write lock. The engine reads no clock: see {@link io.penstock.engine.bfe.EngineTime}.
 */
package io.penstock.engine.bfe;
