// SPDX-License-Identifier: Apache-2.0
/** Tests of the decoder: vectors, properties, checksums, columns. */
package io.penstock.engine.packet;
