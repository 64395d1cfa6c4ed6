// SPDX-License-Identifier: Apache-2.0
/** Tests of how a packet's direction is decided, a promise each. */
package io.penstock.ingest.direction;
