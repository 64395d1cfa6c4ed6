// SPDX-License-Identifier: Apache-2.0
/** Tests of what a process tells of itself over HTTP. */
package io.penstock.cli.watch;
