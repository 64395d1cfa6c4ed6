// SPDX-License-Identifier: Apache-2.0
/**
 * From captures to rows: read, decoded, given a direction, fragments following their first one. What an agent publishes and what
 * an evaluation without Kafka reads are the same rows from here. Each source serves one thread.
 */
package io.penstock.ingest.rows;
