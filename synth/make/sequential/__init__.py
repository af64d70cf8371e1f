"""Column after column: each is learned from those before it, by one method or another, and drawn in the same order.

- `encode` turns columns into codes and states, `levels` orders and gathers the levels of categories; `related` says
  which columns are learned from; dates near an earlier one are learned as the time since (`synth.make.anchors`).
- `learned` is what a method keeps to, `parts` says which rows it holds back, whole units at a time.
- `grown` (decision trees, with `cart`), `boosted` (gradient boosting, with `halving`), `regressed` (regressions) and
  `alone` (a column by itself) are the methods; `decided` overrules them where another column decides.
- `coarse` and `view` are how trees and boosters see features, with `scores`: what these say together.
- `even` deals the lots: rows that are alike come to their chances together, not each by itself.
- `shares` sets right what drifts from column to column: boosters by their odds (`halving`), trees by `weights`.
- `engine` learns and draws all columns, on settings that all such generators share; `files` keeps what was learned.
"""
