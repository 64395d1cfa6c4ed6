// SPDX-License-Identifier: Apache-2.0
/** Tests of the address translation callout. */
package io.penstock.worker.nat;
