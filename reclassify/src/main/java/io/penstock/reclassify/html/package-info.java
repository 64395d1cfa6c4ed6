// SPDX-License-Identifier: Apache-2.0
/**
 * A report as one page of HTML that needs nothing beside itself: data, style, scripts and the libraries that draw charts and sort the table are all in it, and
 * it forbids itself any request. Called by the command, on its thread. The data is never made HTML: it stands in the page as JSON with {@code <}, {@code >} and
 * {@code &} escaped, and the scripts show it as text nodes. The same report gives the same bytes.
 */
package io.penstock.reclassify.html;
