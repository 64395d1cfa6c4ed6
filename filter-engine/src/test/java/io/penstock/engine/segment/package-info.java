// SPDX-License-Identifier: Apache-2.0
/** Tests of the segments that are made of edited streams. */
package io.penstock.engine.segment;
