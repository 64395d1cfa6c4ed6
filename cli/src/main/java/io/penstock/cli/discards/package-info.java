// SPDX-License-Identifier: Apache-2.0
/** Reads a cluster's discard counts: from the stores of the topology's instances, and from the compacted topic. */
package io.penstock.cli.discards;
