// SPDX-License-Identifier: Apache-2.0
// The page as a whole: what it says first, its colours, and how it is printed.
"use strict";

function lead() {
  const { packets, changed, moved } = report.counts;
  const range = [report.range.from && "from " + moment(report.range.from), report.range.to && "to " + moment(report.range.to)].filter(Boolean);
  const end = range.length > 0 ? " (" + range.join(" ") + " UTC)" : "";
  document.getElementById("lead").append("Of " + counted(packets, "packet", "packets") + end + ", ",
    make("strong", {}, count(changed) + " would get another action"), " and " + count(moved)
    + " the same action by another filter or at another layer.");
}

function policies() {
  const list = document.getElementById("policies");
  for (const [side, policy] of [["Old policy", report.old], ["New policy", report.new]]) {
    const text = make("dd", {}, policy.name);
    if (policy.version) {
      text.append(" ", make("code", { title: policy.version }, policy.version.slice(0, 12)));
    }
    list.append(make("div", {}, make("dt", {}, side), text));
  }
}

function tile(kind, number, meaning) {
  return make("li", { class: "tile" }, make("span", { class: "kind" }, make("span", { class: "dot " + kind }), kind),
    make("strong", {}, count(number)), make("span", { class: "muted" }, percent(number, report.counts.packets) + ", " + meaning));
}

function summary() {
  const counts = report.counts;
  document.getElementById("tiles").append(
    tile("changed", counts.changed, "another action"),
    tile("moved", counts.moved, "same action, another filter or layer"),
    tile("unknown", counts.unknown, "hangs on a callout without code or recorded outcome"),
    tile("unchanged", counts.unchanged, "as before"));
}

function notices() {
  const place = document.getElementById("notices");
  for (const [side, policy] of [["old", report.old], ["new", report.new]]) {
    if (policy.unknownCallouts.length > 0) {
      place.append(make("p", { class: "notice" }, "Of these callouts of the " + side + " policy there is neither code nor a recorded outcome: "
        + policy.unknownCallouts.join(", ") + "."));
    }
  }
  for (const [side, policy] of [["old", report.old], ["new", report.new]]) {
    for (const callout of policy.answers) {
      const told = [["recorded", "recorded"], ["expired", "expired"], ["overflowed", "without room"], ["computed", "answered by its code now"],
        ["unknown", "unknown"]].filter(([name]) => callout[name] > 0).map(([name, words]) => count(callout[name]) + " " + words);
      place.append(make("p", { class: "notice" }, "Pends of the " + side + " policy for callout " + callout.callout + ": " + told.join(", ") + "."));
    }
  }
  if (report.otherPackets > 0) {
    place.append(make("p", { class: "notice" }, counted(report.otherPackets, "packet is", "packets are")
      + " in none of the groups below, which would be too many; the counts above and the chart by time have them."));
  }
}

function sources() {
  const place = document.getElementById("sources");
  place.querySelector("summary").append("Sources: " + count(report.sources.length) + ", " + counted(report.counts.packets, "packet", "packets")
    + ", " + bytes(report.bytes));
  const leadIn = report.range.leadInMs > 0 ? ["Evaluated before the range, and not reported: " + duration(report.range.leadInMs * 1e6) + "."] : [];
  place.append(figures("Where the packets come from", ["capture or agent", "packets", "bytes"],
    report.sources.map((source) => [source.name, source.packets, bytes(source.bytes)])), ...leadIn);
}

/** Colours as the system has them until the reader chooses; on paper always the light ones. */
function themes() {
  const root = document.documentElement;
  const select = document.getElementById("theme");
  const wear = (theme) => {
    root.dataset.theme = theme;
    paintAll();
  };
  select.addEventListener("change", () => wear(select.value));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paintAll);
  addEventListener("beforeprint", () => {
    wear("light");
    charts.forEach((chart) => chart.resize(chart.canvas.closest(".wide") ? 700 : 340, Math.min(chart.height, 220)));
  });
  addEventListener("afterprint", () => {
    wear(select.value);
    charts.forEach((chart) => chart.resize());
  });
}

lead();
policies();
summary();
notices();
sources();
drawGroups();
drawCharts(document.querySelector("#charts .charts"), openGroup);
themes();
