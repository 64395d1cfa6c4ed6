// SPDX-License-Identifier: Apache-2.0
/**
 * The whole path as a benchmark: a looped capture through agent, Kafka, topology and verdicts, beside a bare pass-through of the same
 * records. Measures; decides nothing. Each class says which thread it is for.
 */
package io.penstock.bench.pipeline;
