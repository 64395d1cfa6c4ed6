// SPDX-License-Identifier: Apache-2.0
/** Tests of decoded lines. */
package io.penstock.engine.packet.dissect;
