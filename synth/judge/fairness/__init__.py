"""Fairness: whether groups of people are as common, and fare as well, in the synthetic table as in the real one.

- `sensitive` says whose groups are looked at, `groups` cuts their columns into groups of at least k units, `outcome`
  says what may fall unequally on them; `tallies` counts both in every draw.
- Measures, one a file: `representation`, `parity`, `group_rate`, `equalised_odds`.
"""
