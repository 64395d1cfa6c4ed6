// SPDX-License-Identifier: Apache-2.0
/** What a report's page promises: its bytes without a browser, the rest in one. */
package io.penstock.reclassify.html;
