// SPDX-License-Identifier: Apache-2.0
/**
 * Publishes captured packets: a batch per partition, an idempotent producer, and an agent for each capture, several at once.
 *
 * <p>{@link io.penstock.ingest.publish.CaptureAgents} is the way in. Every packet read is counted as published or dropped. Each
 * agent runs on one thread; the producer is shared.
 */
package io.penstock.ingest.publish;
