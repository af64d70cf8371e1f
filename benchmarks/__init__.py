"""Speed and size beside peers, all in one run: `make bench`. Nothing here is a test, and no test is timed.

- `speed` is the run: what is measured, the goals, the peers.
- `tasks` is what is measured, each in a process of its own; `measure` starts one and reads its figures.
- `peers` installs SDV beside the project's own libraries, for this run only.
- `evidence` is the same for the comparison, with `evidence_tasks`: pairs, a million rows, distances, full reports.
- `controls` is another run: the comparison itself, tested on the tables that `control_tables` makes.
- `published` judges other systems' tables of Adult, and says whether they come out in the order that is known of them.
- `quality` holds what generators make against the goals of fidelity, privacy and time, beside other systems:
  `quality_runs` starts and keeps each measurement of `quality_tasks` on `quality_tables`, `quality_goals` says what is
  asked of them, `quality_text` shows the figures behind. `quality_scores` are those of one table, in seconds.
- `kept` are results that are not measured twice.
- `figures` turns what was measured into the tables of `RESULTS.md` and `RESULTS_EVIDENCE.md`.
"""
