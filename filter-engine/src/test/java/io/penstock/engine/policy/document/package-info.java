// SPDX-License-Identifier: Apache-2.0
/** Tests of policy documents. */
package io.penstock.engine.policy.document;
