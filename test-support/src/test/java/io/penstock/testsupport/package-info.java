// SPDX-License-Identifier: Apache-2.0
/** Tests of what tests borrow. */
package io.penstock.testsupport;
