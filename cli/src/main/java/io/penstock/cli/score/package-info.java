// SPDX-License-Identifier: Apache-2.0
/**
 * What a policy says against what Windows did: each recorded event classified at its layer, and the differences explained. Called by {@code penstock
 * score}, one event after the other; memory goes by the kinds of differences, not by the events.
 */
package io.penstock.cli.score;
