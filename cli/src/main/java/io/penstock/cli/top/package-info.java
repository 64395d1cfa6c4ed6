// SPDX-License-Identifier: Apache-2.0
/** The live view of a cluster on a terminal: what Kafka tells of it, how that is laid out, and the screen that it is drawn on. */
package io.penstock.cli.top;
