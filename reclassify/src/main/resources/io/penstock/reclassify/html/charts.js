// SPDX-License-Identifier: Apache-2.0
// The charts: packets by time, by old and new action, and by group. Each has its figures as a table below it, since a canvas has nothing that can be read out.
"use strict";

const MOST_BARS = 12;
const charts = [];

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
}

/** Puts the colours of the theme in force on a chart. */
function paint(chart) {
  for (const set of chart.data.datasets) {
    set.backgroundColor = colour(set.kind);
  }
  for (const scale of Object.values(chart.options.scales)) {
    scale.ticks.color = colour("text");
    scale.grid.color = colour("line");
    scale.title.color = colour("muted");
  }
  chart.update();
}

function paintAll() {
  charts.forEach(paint);
}

/** A button for each series: the legend, and for the keyboard too. */
function legend(chart) {
  const keys = make("div", { class: "legend", role: "group", "aria-label": "Shown in the chart" });
  chart.data.datasets.forEach((set, at) => {
    const key = make("button", { type: "button", "aria-pressed": String(chart.isDatasetVisible(at)) },
      make("span", { class: "dot " + set.kind }), set.label);
    key.addEventListener("click", () => {
      const shown = !chart.isDatasetVisible(at);
      chart.setDatasetVisibility(at, shown);
      key.setAttribute("aria-pressed", String(shown));
      chart.update();
    });
    keys.append(key);
  });
  return keys;
}

/** A figure: its title, its chart, and the same as a table. */
function figure(place, title, told, table, wide) {
  const canvas = make("canvas", { role: "img", "aria-label": title + ". " + told });
  const slot = make("div", { class: "canvas" }, canvas);
  const box = make("figure", wide ? { class: "wide" } : {},
    make("figcaption", {}, make("h3", {}, title), make("p", { class: "muted" }, told)), slot);
  box.append(make("details", { class: "screen-only" }, make("summary", {}, "The same as a table"), table));
  place.append(box);
  return { box, slot, canvas };
}

function axis(title, more) {
  return Object.assign({ stacked: true, ticks: {}, grid: {}, title: { display: Boolean(title), text: title } }, more);
}

function bars(figure, labels, sets, horizontal, pick) {
  const numbers = axis("packets", { beginAtZero: true });
  numbers.ticks = { precision: 0, maxTicksLimit: 8, callback: (value) => count(value) };
  const names = axis("", {});
  names.ticks = horizontal ? { autoSkip: false } : { maxRotation: 0, autoSkipPadding: 24 };
  names.grid = { display: false };
  if (horizontal) {
    figure.slot.style.height = Math.max(9, labels.length * 1.9 + 4) + "rem";
  }
  const chart = new Chart(figure.canvas, {
    type: "bar",
    data: { labels, datasets: sets },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      devicePixelRatio: Math.max(2, devicePixelRatio),
      indexAxis: horizontal ? "y" : "x",
      maxBarThickness: 26,
      scales: horizontal ? { x: numbers, y: names } : { x: names, y: numbers },
      interaction: { mode: "index", intersect: false, axis: horizontal ? "y" : "x" },
      onClick: (event, hits) => pick && hits.length > 0 && pick(hits[0].index),
      plugins: {
        colors: { enabled: false },
        legend: { display: false },
        tooltip: {
          filter: (item) => item.raw > 0,
          callbacks: { label: (item) => item.dataset.label + ": " + counted(item.raw, "packet", "packets") },
        },
      },
    },
  });
  charts.push(chart);
  paint(chart);
  return chart;
}

/** Series of the kinds that occur, so that no legend names what is not there. */
function sets(rows, kinds) {
  return kinds
    .filter((kind) => rows.some((row) => row[kind] > 0))
    .map((kind) => ({ label: kind, kind, backgroundColor: colour(kind), data: rows.map((row) => row[kind]) }));
}

function bucketLabel(milliseconds, span) {
  const text = new Date(milliseconds).toISOString();
  if (span > 2 * 86400e3) {
    return text.slice(5, 16).replace("T", " ");
  }
  return span > 20 * 60e3 ? text.slice(11, 16) : span > 5e3 ? text.slice(11, 19) : text.slice(11, 23);
}

function duration(nanos) {
  const units = [["day", 86400e9], ["hour", 3600e9], ["minute", 60e9], ["second", 1e9], ["ms", 1e6], ["µs", 1e3], ["ns", 1]];
  const [name, size] = units.find(([, length]) => nanos >= length);
  const number = SHORT.format(nanos / size);
  return number + " " + name + (name.length > 2 && number !== "1" ? "s" : "");
}

/** Every width of the span has a place, packets or none: a gap is seen as a gap. */
function byTime(place) {
  const series = report.series;
  if (series.buckets.length === 0) {
    return;
  }
  const rows = [];
  for (let at = 0; at <= series.buckets.at(-1).at; at++) {
    rows.push({ changed: 0, moved: 0, unknown: 0, unchanged: 0 });
  }
  series.buckets.forEach((bucket) => Object.assign(rows[bucket.at], bucket));
  const width = series.widthNanos / 1e6;
  const span = rows.length * width;
  const labels = rows.map((row, at) => bucketLabel(series.startMs + at * width, span));
  const quiet = rows.every((row) => KINDS.every((kind) => row[kind] === 0));
  const day = new Date(series.startMs).toISOString().slice(0, 10);
  const told = (quiet ? "No packet is decided differently; shown are those unchanged" : "Packets that are not unchanged")
    + ", in steps of " + duration(series.widthNanos) + ", from " + day + " on, UTC.";
  const table = figures("Packets by time", ["from", ...KINDS, "unchanged"],
    series.buckets.map((bucket) => [labels[bucket.at], bucket.changed, bucket.moved, bucket.unknown, bucket.unchanged]));
  const drawn = figure(place, "Changes over time", told, table, true);
  const chart = bars(drawn, labels, sets(rows, [...KINDS, "unchanged"]), false);
  chart.data.datasets.forEach((set, at) => chart.setDatasetVisibility(at, quiet || set.kind !== "unchanged"));
  chart.update();
  drawn.slot.before(legend(chart));
}

function byAction(place) {
  const rows = new Map();
  for (const group of report.groups) {
    const row = rows.get(actions(group)) ?? { name: actions(group), changed: 0, moved: 0, unknown: 0, groups: 0 };
    row[group.comparison] += group.packets;
    row.groups++;
    rows.set(row.name, row);
  }
  const total = (row) => row.changed + row.moved + row.unknown;
  const sorted = [...rows.values()].sort((one, other) => total(other) - total(one));
  const table = figures("Packets by old and new action", ["old → new", ...KINDS, "groups"],
    sorted.map((row) => [row.name, row.changed, row.moved, row.unknown, row.groups]));
  const told = "The action that packets had and the one they would have.";
  const drawn = figure(place, "Old → new action", told, table, false);
  const chart = bars(drawn, sorted.map((row) => row.name), sets(sorted, KINDS), true);
  drawn.slot.before(legend(chart));
}

function shortened(text) {
  return text.length > 36 ? text.slice(0, 35) + "…" : text;
}

function bySize(place, open) {
  const order = report.groups.map((group, at) => at).sort((one, other) =>
    report.groups[other].packets - report.groups[one].packets || one - other);
  const largest = order.slice(0, MOST_BARS);
  const rows = largest.map((at) => ({ changed: 0, moved: 0, unknown: 0, [report.groups[at].comparison]: report.groups[at].packets }));
  const name = (at) => {
    const { from, to } = report.groups[at];
    return "#" + (at + 1) + " " + filterName(to.filter ? to : from) + (to.filter ? "" : " → no filter");
  };
  const table = figures("The largest groups", ["group", "old → new", "packets"],
    largest.map((at) => [name(at), actions(report.groups[at]), report.groups[at].packets]));
  const rest = order.slice(MOST_BARS).reduce((sum, at) => sum + report.groups[at].packets, report.otherPackets);
  const told = "The largest groups, named by the filter that would decide"
    + (rest > 0 ? "; " + counted(rest, "packet is", "packets are") + " in smaller ones." : ".") + " A click opens a group.";
  const drawn = figure(place, "Groups by size", told, table, false);
  bars(drawn, largest.map((at) => shortened(name(at))), sets(rows, KINDS), true, (bar) => open(largest[bar]));
}

/** All charts; what a click on a group's bar does is the caller's. */
function drawCharts(place, open) {
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  byTime(place);
  if (report.groups.length > 0) {
    byAction(place);
    bySize(place, open);
  }
}
