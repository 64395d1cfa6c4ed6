// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.top;

import io.penstock.cli.report.CalloutState;
import io.penstock.cli.report.Columns;
import io.penstock.cli.report.Styling;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Lays two samples out as lines.
 *
 * @param cluster as the user named it
 * @param view what to show
 * @param sort in which order
 * @param styling whether lines are coloured
 */
record Frame(String cluster, View view, SortBy sort, Styling styling) {
    private static final List<View> OVERVIEW = List.of(View.DISCARDS, View.CALLOUTS, View.LAG, View.AGENTS);
    private static final int LEAST_ROWS = 2;

    /**
     * As many lines as there are rows on the screen, or fewer; lines may be wider than it.
     *
     * @param rows of the screen; {@link Integer#MAX_VALUE} shows everything, without the keys
     */
    List<String> lines(ClusterSample before, ClusterSample now, int rows) {
        Sections sections = new Sections(before, now);
        List<String> lines = new ArrayList<>(head(sections, before, now));
        boolean isBounded = rows < Integer.MAX_VALUE;
        int left = isBounded ? rows - lines.size() - 1 : Integer.MAX_VALUE;
        List<View> shown = view == View.OVERVIEW ? OVERVIEW : List.of(view);
        List<String> body = body(sections, shown, left);
        lines.addAll(body.subList(0, Math.clamp(left, 0, body.size())));
        if (isBounded) {
            while (lines.size() < rows - 1) {
                lines.add("");
            }
            lines.add(keys());
        }
        return lines.subList(0, Math.min(lines.size(), rows));
    }

    private List<String> head(Sections sections, ClusterSample before, ClusterSample now) {
        AgentVerdicts all = now.verdicts();
        AgentVerdicts earlier = before.verdicts();
        long pended = now.callouts().stream().mapToLong(CalloutState::pendedNow).sum();
        long expired = now.callouts().stream().mapToLong(CalloutState::expired).sum();
        long lag = now.lags().stream().mapToLong(GroupLag::records).sum();
        String perSecond = Sections.number(sections.rate(all.packets() - earlier.packets()));
        Columns counts = new Columns("tnnnnn")
                .row("", "packets", "permit", "block", "absorb", "malformed")
                .row(
                        "per second",
                        perSecond,
                        Sections.number(sections.rate(all.permit() - earlier.permit())),
                        Sections.number(sections.rate(all.block() - earlier.block())),
                        Sections.number(sections.rate(all.absorb() - earlier.absorb())),
                        Sections.number(sections.rate(all.malformed() - earlier.malformed())))
                .row(
                        "since the start",
                        Sections.number(all.packets()),
                        Sections.number(all.permit()),
                        Sections.number(all.block()),
                        Sections.number(all.absorb()),
                        Sections.number(all.malformed()));
        List<String> lines = new ArrayList<>();
        lines.add(styling.bold("penstock top") + "  " + cluster + "  "
                + now.time().truncatedTo(ChronoUnit.SECONDS) + "  " + now.policy());
        lines.addAll(counts.lines());
        lines.set(1, styling.dim(lines.get(1)));
        String waiting = "pended " + Sections.number(pended) + "   expired " + Sections.number(expired) + "   lag "
                + Sections.number(lag) + "   agents " + now.agents().size();
        lines.add(expired > 0 ? styling.red(waiting) : waiting);
        lines.add("");
        return lines;
    }

    private List<String> body(Sections sections, List<View> shown, int left) {
        Map<View, Section> all = new EnumMap<>(View.class);
        shown.forEach(each -> all.put(each, sections.of(each)));
        Map<View, Integer> room = room(all, left);
        List<String> lines = new ArrayList<>();
        for (View each : shown) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            Section section = all.get(each);
            Columns columns = new Columns(section.kinds()).row(section.titles().toArray(String[]::new));
            section.rows().stream()
                    .sorted(sort.order())
                    .limit(room.get(each))
                    .forEach(row -> columns.row(row.cells().toArray(String[]::new)));
            List<String> table = new ArrayList<>(columns.lines());
            table.set(0, styling.bold(table.getFirst()));
            lines.addAll(table);
        }
        return lines;
    }

    /** Each section has two rows, and who has more gets what is left, row by row. */
    private static Map<View, Integer> room(Map<View, Section> sections, int left) {
        Map<View, Integer> room = new EnumMap<>(View.class);
        long free = left - 2L * sections.size() + 1;
        for (Map.Entry<View, Section> each : sections.entrySet()) {
            int rows = Math.min(LEAST_ROWS, each.getValue().rows().size());
            room.put(each.getKey(), rows);
            free -= rows;
        }
        boolean isGiven = true;
        while (free > 0 && isGiven) {
            isGiven = false;
            for (Map.Entry<View, Section> each : sections.entrySet()) {
                if (free > 0 && room.get(each.getKey()) < each.getValue().rows().size()) {
                    room.merge(each.getKey(), 1, Integer::sum);
                    free--;
                    isGiven = true;
                }
            }
        }
        return room;
    }

    private String keys() {
        StringBuilder keys = new StringBuilder("q quit");
        for (View each : View.values()) {
            String text = each.key() + " " + each.title();
            keys.append("  ").append(each == view ? styling.bold(text) : text);
        }
        return keys.append("  s sort: ").append(sort.title()).toString();
    }
}
