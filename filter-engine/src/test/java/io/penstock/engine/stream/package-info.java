// SPDX-License-Identifier: Apache-2.0
/** Tests of the stream layer's own parts. */
package io.penstock.engine.stream;
