// SPDX-License-Identifier: Apache-2.0
/** The wire format held to its promises: round trips, any bytes, earlier releases. */
package io.penstock.schemas;
