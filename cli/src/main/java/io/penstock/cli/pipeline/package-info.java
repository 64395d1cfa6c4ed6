// SPDX-License-Identifier: Apache-2.0
/**
 * The whole pipeline in one process, and what reads its results. Built top to bottom in {@link io.penstock.cli.pipeline.RunPipeline}; closed in the
 * opposite order: agents, workers, topology, broker.
 */
package io.penstock.cli.pipeline;
