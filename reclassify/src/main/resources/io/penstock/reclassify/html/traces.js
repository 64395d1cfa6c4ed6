// SPDX-License-Identifier: Apache-2.0
// A group opened: its first packet, the two traces side by side, and whose packets they are.
"use strict";

/** Beyond this many pairs of lines traces stand beside each other as they are, line by line. */
const MOST_PAIRS = 4e6;

function trace(pairs) {
  const lines = [];
  for (let at = 0; at < pairs.length; at += 2) {
    lines.push({ depth: pairs[at], text: report.lines[pairs[at + 1]], key: pairs[at] + " " + pairs[at + 1] });
  }
  return lines;
}

/** For each two beginnings of the traces, how many lines their ends have in common, in order. */
function commonLines(left, right) {
  const width = right.length + 1;
  const common = new Uint32Array((left.length + 1) * width);
  for (let one = left.length - 1; one >= 0; one--) {
    for (let other = right.length - 1; other >= 0; other--) {
      common[one * width + other] = left[one].key === right[other].key
        ? common[(one + 1) * width + other + 1] + 1
        : Math.max(common[(one + 1) * width + other], common[one * width + other + 1]);
    }
  }
  return (one, other) => common[one * width + other];
}

/** Rows of [old line, new line]: alike ones together, one that the other side lacks beside nothing. */
function aligned(left, right) {
  const rows = [];
  const common = left.length * right.length > MOST_PAIRS ? () => 0 : commonLines(left, right);
  let one = 0;
  let other = 0;
  while (one < left.length || other < right.length) {
    if (one < left.length && other < right.length && left[one].key === right[other].key) {
      rows.push([left[one++], right[other++]]);
    } else if (other === right.length || (one < left.length && common(one + 1, other) >= common(one, other + 1))) {
      rows.push([left[one++], null]);
    } else {
      rows.push([null, right[other++]]);
    }
  }
  return paired(rows);
}

/** Puts lines that one side lacks beside those that the other lacks at the same place. */
function paired(rows) {
  const result = [];
  let run = [];
  const flush = () => {
    const olds = run.filter((row) => row[0]).map((row) => row[0]);
    const news = run.filter((row) => row[1]).map((row) => row[1]);
    for (let at = 0; at < Math.max(olds.length, news.length); at++) {
      result.push([olds[at] ?? null, news[at] ?? null]);
    }
    run = [];
  };
  for (const row of rows) {
    if (row[0] && row[1]) {
      flush();
      result.push(row);
    } else {
      run.push(row);
    }
  }
  flush();
  return result;
}

function traceCell(line, alike, side) {
  if (!line) {
    return make("td", { class: "none" });
  }
  const cell = make("td", { class: "depth" + Math.min(line.depth, 5) + (alike ? "" : " only-" + side) });
  if (!alike) {
    cell.append(make("span", { class: "unseen" }, "only in the " + side + " trace: "));
  }
  cell.append(line.text);
  return cell;
}

function traceHead(side, policy, decision) {
  return make("th", { scope: "col" }, side + ": ", make("span", { class: "action " + decision.action }, decision.action),
    make("span", { class: "muted" }, " by " + policy.name));
}

function traces(group) {
  const left = trace(group.first.oldTrace);
  const right = trace(group.first.newTrace);
  const body = make("tbody", {});
  for (const [one, other] of aligned(left, right)) {
    const alike = (one && other && one.key === other.key) || left.length === 0 || right.length === 0;
    body.append(make("tr", alike && one && other ? { class: "alike" } : {}, traceCell(one, alike, "old"), traceCell(other, alike, "new")));
  }
  if (left.length === 0) {
    body.prepend(make("tr", {}, make("td", { class: "muted" }, "The verdict was recorded; it has no trace."), make("td", { class: "none" })));
  }
  const table = make("table", { class: "traces" },
    make("caption", {}, "Why the old and the new policy decide as they do; lines of one side alone are marked"),
    make("thead", {}, make("tr", {}, traceHead("Old", report.old, group.from), traceHead("New", report.new, group.to))), body);
  const only = make("input", { type: "checkbox" });
  only.addEventListener("change", () => table.classList.toggle("differences", only.checked));
  return make("div", {}, make("label", { class: "screen-only" }, only, " only what differs"), make("div", { class: "scroll" }, table));
}

function breakdown(title, parts) {
  const rows = parts.shares.map((share) => [shareName(share), share.packets, bytes(share.bytes)]);
  if (parts.otherPackets > 0) {
    rows.push(["others", parts.otherPackets, bytes(parts.otherBytes)]);
  }
  return rows.length === 0 ? "" : figures(title, ["name", "packets", "bytes"], rows);
}

/** What an opened group shows. */
function detail(group) {
  return make("div", { class: "detail" },
    make("h3", {}, "First packet"),
    make("p", {}, make("code", {}, group.first.text)),
    make("p", { class: "muted" }, group.first.name + ", captured " + moment(group.first.time) + " UTC"),
    traces(group),
    make("h3", {}, "Whose packets"),
    make("div", { class: "breakdowns" }, breakdown("Flows", group.flows), breakdown("Hosts", group.hosts),
      breakdown("Applications", group.applications)));
}
