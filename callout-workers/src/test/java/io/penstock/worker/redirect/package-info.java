// SPDX-License-Identifier: Apache-2.0
/** Tests of the redirection callout. */
package io.penstock.worker.redirect;
