// SPDX-License-Identifier: Apache-2.0
/** Tests of redirects as values. */
package io.penstock.engine.redirect;
