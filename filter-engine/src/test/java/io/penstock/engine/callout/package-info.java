// SPDX-License-Identifier: Apache-2.0
/** Tests of what callouts are given to read their configuration. */
package io.penstock.engine.callout;
