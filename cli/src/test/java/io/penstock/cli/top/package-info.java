// SPDX-License-Identifier: Apache-2.0
/** Tests of the live view: what it shows, and that it fits the screen. */
package io.penstock.cli.top;
