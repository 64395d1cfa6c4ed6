// SPDX-License-Identifier: Apache-2.0
/** What {@code penstock signatures} does: rules over a capture, and how findings are written. One thread. */
package io.penstock.cli.signature;
