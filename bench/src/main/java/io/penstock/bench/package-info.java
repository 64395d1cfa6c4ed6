// SPDX-License-Identifier: Apache-2.0
/**
 * Benchmarks: microbenchmarks of the engine and whole-pipeline runs. Reads every module, read by none.
 */
package io.penstock.bench;
