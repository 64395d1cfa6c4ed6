// SPDX-License-Identifier: Apache-2.0
/** Tests of conditions: types, match types, tokens and what a trace shows of them (spec 3). */
package io.penstock.engine.condition;
