// SPDX-License-Identifier: Apache-2.0
// The table of groups: sorted and paged by DataTables, chosen by what the form above it says.
"use strict";

let table;

/** DataTables reads text to search as HTML where it sees an ampersand; so written, it reads what was there. */
function searchable(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** A column: how it is searched and sorted, and the node it shows. */
function column(title, value, show, more) {
  return Object.assign({
    title,
    data: null,
    type: "string",
    render: (data, use, group) => {
      if (use === "display") {
        return show(group);
      }
      return use === "filter" ? searchable(String(value(group))) : value(group);
    },
  }, more);
}

function decisionCell(decision) {
  const filter = decision.filter ? filterName(decision) : make("span", { class: "muted" }, "no filter decided");
  const cell = make("div", { class: "cell" }, make("span", { class: "action " + decision.action }, decision.action), " ", filter);
  if (decision.name && decision.name !== filterName(decision)) {
    cell.append(make("span", { class: "below muted" }, decision.name));
  }
  if (decision.layer) {
    cell.append(make("span", { class: "below muted" }, layerName(decision)));
  }
  return cell;
}

function decisionText(decision) {
  return [filterName(decision), decision.name, decision.filter, layerName(decision), decision.action].join(" ");
}

/** A name that may be cut into lines behind what divides paths. */
function breakable(text) {
  return text.split(/(?<=[\\/])/).flatMap((part, at) => (at === 0 ? [part] : [make("wbr", {}), part]));
}

function largestShare(parts) {
  if (parts.shares.length === 0) {
    return document.createTextNode("");
  }
  const more = parts.shares.length - 1;
  return make("div", { class: "cell name" }, ...breakable(shareName(parts.shares[0])), more > 0 ? make("span", { class: "muted" }, " and " + more + " more") : "");
}

function names(parts) {
  return parts.shares.map(shareName).join(" ");
}

function opener(group) {
  const button = make("button", { type: "button", class: "opener", "aria-expanded": "false" },
    make("span", { class: "unseen" }, "Open group "), "#" + (report.groups.indexOf(group) + 1));
  return button;
}

function columns() {
  const number = { type: "num", className: "number", orderSequence: ["desc", "asc"] };
  const all = [
    column("Group", (group) => group.at, opener, { type: "num", className: "group" }),
    column("Comparison", (group) => group.comparison,
      (group) => make("span", { class: "kind" }, make("span", { class: "dot " + group.comparison }), group.comparison), {}),
    column("Old decision", (group) => decisionText(group.from), (group) => decisionCell(group.from), {}),
    column("New decision", (group) => decisionText(group.to), (group) => decisionCell(group.to), {}),
    column("Hosts", (group) => names(group.hosts), (group) => largestShare(group.hosts), {}),
    column("Applications", (group) => names(group.applications), (group) => largestShare(group.applications), {}),
    column("Packets", (group) => group.packets, (group) => document.createTextNode(count(group.packets)), number),
    column("Bytes", (group) => group.bytes, (group) => document.createTextNode(bytes(group.bytes)), number),
    column("First packet", (group) => group.first.time + " " + group.first.name + " " + group.first.text,
      (group) => make("div", { class: "cell name" }, ...breakable(group.first.name),
        make("span", { class: "below muted" }, group.first.time.slice(0, 23))), {}),
  ];
  // Whose flows they are is searched for, but too long to show.
  all.push(column("Flows", (group) => names(group.flows), () => document.createTextNode(""), { visible: false }));
  return all;
}

/** Opens or closes a group below its row. */
function toggle(row, button) {
  const open = row.child.isShown();
  if (open) {
    row.child.hide();
  } else {
    row.child(detail(row.data()), "opened").show();
    const region = row.child()[0].querySelector(".detail");
    region.id = "group-" + (row.data().at + 1);
    region.setAttribute("role", "region");
    region.setAttribute("aria-label", "Group #" + (row.data().at + 1));
    button.setAttribute("aria-controls", region.id);
  }
  button.setAttribute("aria-expanded", String(!open));
}

/** Shows a group wherever it is, opened. */
function openGroup(at) {
  chooseAll();
  const position = table.rows({ order: "applied", search: "applied" }).indexes().toArray().indexOf(at);
  const length = table.page.len();
  table.page(length > 0 ? Math.floor(position / length) : 0).draw("page");
  const row = table.row(at);
  const button = row.node().querySelector("button.opener");
  if (!row.child.isShown()) {
    toggle(row, button);
  }
  button.scrollIntoView({ block: "start" });
  button.focus({ preventScroll: true });
}

/** The filters of the form: name, label, the values a group has, and whether what is chosen is one of them. */
const FILTERS = [
  { id: "comparison", label: "Comparison", values: (group) => [group.comparison] },
  { id: "actions", label: "Old → new action", values: (group) => [actions(group)] },
  { id: "layer", label: "Layer", values: (group) => [layerName(group.from), layerName(group.to)].filter(Boolean) },
  { id: "host", label: "Host", values: (group) => group.hosts.shares.map(shareName) },
  { id: "application", label: "Application", values: (group) => group.applications.shares.map(shareName) },
];

/** A control with its label above it. */
function labelled(text, control) {
  return make("div", {}, make("label", { for: control.id }, text), control);
}

function chooser(filter) {
  const values = [...new Set(report.groups.flatMap(filter.values))].sort();
  const select = make("select", { id: "filter-" + filter.id, name: filter.id }, make("option", { value: "" }, "all"));
  values.forEach((value) => select.append(make("option", { value: "=" + value }, value)));
  return labelled(filter.label, select);
}

function choose() {
  for (const filter of FILTERS) {
    const chosen = document.getElementById("filter-" + filter.id).value;
    table.search.fixed(filter.id, chosen === "" ? null : (text, group) => filter.values(group).includes(chosen.slice(1)));
  }
  const least = Number(document.getElementById("filter-packets").value);
  table.search.fixed("packets", least > 0 ? (text, group) => group.packets >= least : null);
  table.search(document.getElementById("filter-text").value).draw();
}

function chooseAll() {
  document.getElementById("filters").reset();
  choose();
}

function filterForm(form) {
  const text = make("input", { id: "filter-text", type: "search", placeholder: "filter, host, address, …", autocomplete: "off" });
  const packets = make("input", { id: "filter-packets", type: "number", min: "1", step: "1", inputmode: "numeric", placeholder: "1" });
  form.append(labelled("Words in the group", text), ...FILTERS.map(chooser), labelled("Packets at least", packets),
    make("button", { type: "submit" }, "Show all"));
  form.addEventListener("input", choose);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    chooseAll();
  });
}

function drawGroups() {
  report.groups.forEach((group, at) => (group.at = at));
  filterForm(document.getElementById("filters"));
  table = new DataTable("#groups", {
    data: report.groups,
    columns: columns(),
    order: [],
    autoWidth: false,
    pageLength: 25,
    lengthMenu: [25, 100, 500, { label: "all", value: -1 }],
    searching: true,
    layout: { topStart: "info", topEnd: "pageLength", bottomStart: null, bottomEnd: "paging" },
    caption: "Groups of packets that are not unchanged",
    language: {
      emptyTable: "Every packet is decided as before.",
      zeroRecords: "No group is so.",
      info: "Groups _START_ to _END_ of _TOTAL_",
      infoEmpty: "0 groups",
      infoFiltered: "(_MAX_ in all)",
      lengthMenu: "Groups a page _MENU_",
    },
  });
  document.querySelector("#groups tbody").addEventListener("click", (event) => {
    const button = event.target.closest("button.opener");
    if (button) {
      toggle(table.row(button.closest("tr")), button);
    }
  });
}
