// SPDX-License-Identifier: Apache-2.0
/** Tests of the Base Filtering Engine, with time in the test's hands. */
package io.penstock.engine.bfe;
