// SPDX-License-Identifier: Apache-2.0
/**
 * The Kafka Streams topology that turns packet batches into verdicts, and its stores.
 *
 * <p>A processor runs on its stream thread only; whatever an input record changed is in a logged store before it returns.
 */
package io.penstock.stream;
