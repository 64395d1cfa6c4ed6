// SPDX-License-Identifier: Apache-2.0
/** Tests of what a task stores. */
package io.penstock.stream.state;
