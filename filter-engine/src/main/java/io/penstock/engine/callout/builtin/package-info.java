// SPDX-License-Identifier: Apache-2.0
/**
 * Code of those of Windows' own callouts whose answer can be told from the item alone. They are registered from the start and cannot be unregistered;
 * the others are inert ({@code io.penstock.engine.policy.BuiltInCallouts}).
 */
package io.penstock.engine.callout.builtin;
