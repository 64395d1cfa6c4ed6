// SPDX-License-Identifier: Apache-2.0
/** That findings about policies are there where they should be, and never false. */
package io.penstock.engine.policy.lint;
