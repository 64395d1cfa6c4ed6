// SPDX-License-Identifier: Apache-2.0
/** Tests of the topology: promises without a broker, and with one and processes that are killed. */
package io.penstock.stream;
