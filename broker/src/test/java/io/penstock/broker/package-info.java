// SPDX-License-Identifier: Apache-2.0
/** The embedded broker, started for real. */
package io.penstock.broker;
