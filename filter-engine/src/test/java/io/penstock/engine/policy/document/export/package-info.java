// SPDX-License-Identifier: Apache-2.0
/** Tests of the reader of Windows machines' exports. */
package io.penstock.engine.policy.document.export;
