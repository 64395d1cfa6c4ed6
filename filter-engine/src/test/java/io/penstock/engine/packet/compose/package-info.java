// SPDX-License-Identifier: Apache-2.0
/** Tests of written packets. */
package io.penstock.engine.packet.compose;
