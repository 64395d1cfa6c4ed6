// SPDX-License-Identifier: Apache-2.0
/**
 * Fuzzing of the engine with bytes that nobody vouches for: one target, which a short test runs over the kept corpus and some thousand seeded
 * mutations of it, and the profile {@code fuzz} runs under coverage guidance for as long as one likes.
 */
package io.penstock.engine.fuzz;
