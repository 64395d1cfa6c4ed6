// SPDX-License-Identifier: Apache-2.0
/** Tests of net and audit events. */
package io.penstock.engine.event;
