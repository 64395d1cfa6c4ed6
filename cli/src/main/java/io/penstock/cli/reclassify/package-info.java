// SPDX-License-Identifier: Apache-2.0
/** What re-classification reads and writes: captures as parts, lines per packet. Called by the command; parts are read by threads of their own. */
package io.penstock.cli.reclassify;
