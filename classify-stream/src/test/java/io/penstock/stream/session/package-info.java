// SPDX-License-Identifier: Apache-2.0
/** Tests of policy sessions, most of them without a broker. */
package io.penstock.stream.session;
