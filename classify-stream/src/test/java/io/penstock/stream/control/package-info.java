// SPDX-License-Identifier: Apache-2.0
/** Tests of control records against a broker. */
package io.penstock.stream.control;
