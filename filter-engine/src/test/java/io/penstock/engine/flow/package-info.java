// SPDX-License-Identifier: Apache-2.0
/** Tests of flows and fragments. */
package io.penstock.engine.flow;
