// SPDX-License-Identifier: Apache-2.0
// What every part of the page uses: elements made of text nodes alone, and numbers and names as a person reads them.
"use strict";

const report = JSON.parse(document.getElementById("data").textContent);

/** The ways in which two verdicts compare that a report has groups of. */
const KINDS = ["changed", "moved", "unknown"];

/** An element; what is no element among its children becomes a text node. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

const WHOLE = new Intl.NumberFormat("en");
const SHORT = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

function count(number) {
  return WHOLE.format(number);
}

function counted(number, one, many) {
  return count(number) + " " + (number === 1 ? one : many);
}

function percent(part, whole) {
  if (whole === 0 || part === 0) {
    return "0 %";
  }
  const share = (100 * part) / whole;
  return share < 0.1 ? "under 0.1 %" : SHORT.format(share) + " %";
}

function bytes(number) {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let unit = 0;
  while (number >= 1000 && unit < units.length - 1) {
    number /= 1000;
    unit++;
  }
  return SHORT.format(number) + " " + units[unit];
}

/** A moment without the digits behind the second that are all zero in threes. */
function moment(text) {
  return text.replace(/(\.\d{3}|\.\d{6})0+$/, "$1").replace(/\.000$/, "");
}

function layerName(decision) {
  return decision.layer.replace(/^FWPM_LAYER_/, "");
}

/** A filter's key, without the layer that stands beside it; its name where the key is a GUID. */
function filterName(decision) {
  if (decision.name && /^\{?[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}\}?$/i.test(decision.filter)) {
    return decision.name;
  }
  const layer = "@" + layerName(decision);
  return decision.filter.endsWith(layer) ? decision.filter.slice(0, -layer.length) : decision.filter || "no filter";
}

function actions(group) {
  return group.from.action + " → " + group.to.action;
}

function shareName(share) {
  return share.name || "not known";
}

/** A table of figures: heads, then rows; numbers stand to the right. */
function figures(caption, heads, rows) {
  const body = make("tbody", {});
  for (const row of rows) {
    const line = make("tr", {});
    row.forEach((value, at) => {
      const text = typeof value === "number" ? count(value) : value;
      const numeric = typeof value === "number" || at > 0;
      line.append(make(at === 0 ? "th" : "td", at === 0 ? { scope: "row" } : numeric ? { class: "number" } : {}, text));
    });
    body.append(line);
  }
  const head = make("tr", {});
  heads.forEach((text, at) => head.append(make("th", at === 0 ? { scope: "col" } : { scope: "col", class: "number" }, text)));
  return make("div", { class: "scroll" },
    make("table", { class: "figures" }, make("caption", {}, caption), make("thead", {}, head), body));
}
