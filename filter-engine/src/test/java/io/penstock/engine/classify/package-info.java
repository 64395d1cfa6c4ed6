// SPDX-License-Identifier: Apache-2.0
/** The evaluation held against the specification's vectors, against promises by name, and against itself under every order of events. */
package io.penstock.engine.classify;
