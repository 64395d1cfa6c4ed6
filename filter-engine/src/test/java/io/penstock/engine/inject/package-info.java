// SPDX-License-Identifier: Apache-2.0
/** Tests of clones. */
package io.penstock.engine.inject;
