"""Whether a model is large for the rows it learns from, in words that say what keeps it in check.

Networks say so themselves (`deep.shape`); SMOTE and perturbation start from real rows whatever their size.
"""

from __future__ import annotations

from collections.abc import Iterator

FEW_ROWS = 200
SMALL_LEAF = 5
ROWS_A_COEFFICIENT = 10


def few_rows(rows: int, columns: int) -> Iterator[str]:
    """Of a short table, and of one that is wider than long."""
    if rows < FEW_ROWS:
        yield f"With {rows} rows, little can be told from accident: only strong relations will be kept."
    if columns > rows:
        yield (
            f"{columns:,} columns are many for {rows:,} rows: some are bound to look related by accident. Drop columns "
            "on the Profile page, or give more rows."
        )


def small_leaf(min_leaf: int) -> Iterator[str]:
    """Of trees whose leaves are so small that they hold single people's rows."""
    if min_leaf < SMALL_LEAF:
        yield (
            f"Leaves of {min_leaf} rows are so small that trees may learn rows by heart. A smallest leaf of 20 rows "
            "and more keeps that in check."
        )


def long_regression(coefficients: int, rows: int) -> Iterator[str]:
    """Of a regression with fewer than ten rows for each coefficient."""
    if coefficients * ROWS_A_COEFFICIENT > rows:
        yield (
            f"The longest regression has {coefficients:,} coefficients for {rows:,} rows, which is fewer than "
            f"{ROWS_A_COEFFICIENT} rows for each: it may follow accidents. Fewer columns to learn from, or a larger L2 "
            "penalty where it can be set, keep that in check."
        )
