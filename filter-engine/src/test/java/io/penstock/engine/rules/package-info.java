// SPDX-License-Identifier: Apache-2.0
/** Holds every rule of the specification to at least one test that names it, in whatever module. */
package io.penstock.engine.rules;
