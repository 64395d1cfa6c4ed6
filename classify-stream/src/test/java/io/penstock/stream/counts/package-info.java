// SPDX-License-Identifier: Apache-2.0
/** Tests of the sums of discards, without a broker. */
package io.penstock.stream.counts;
