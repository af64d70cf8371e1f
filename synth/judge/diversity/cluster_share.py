"""Cluster shares: are all kinds of rows there, each as often as among the real ones?

The training rows are put into at most eight clusters (k-means on the axes along which they differ most); every row
belongs to the cluster whose centre is nearest. The score is 1 less the total variation distance of the shares of rows
in each, real against synthetic. The floor is what real rows score whose columns have been shuffled one by one. A
cluster that is common among real rows and all but empty among synthetic ones is a mode that the generator has lost: it
is named.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from synth.judge.coding import Coded
from synth.judge.comparison import Comparison
from synth.judge.definition import UNIT, Definition
from synth.judge.diversity.typical import typical
from synth.judge.drawn import prediction
from synth.judge.exhibits import Cluster, Clusters
from synth.judge.fairness.groups import holders
from synth.judge.interval import exceeds, share
from synth.judge.score import Band, Score
from synth.judge.shapes.columns import over_draws
from synth.judge.shapes.shape import level_distance
from synth.judge.space import Floats, space
from synth.prepare.schema import Column

CLUSTERS = 8
ROWS_A_CLUSTER = 15
SHUFFLES = 5
SHUFFLED_ROWS = 10_000
COMMON, LEFT = 0.02, 0.1
SHARE = Definition(
    "diversity",
    "cluster_share",
    "higher",
    1.0,
    "1 − total variation of the shares of rows in k-means clusters of the training rows (after Goncalves et al. 2020).",
)


@dataclass(frozen=True, eq=False)
class Clustering:
    """The cluster of each row; clusters are numbered from the largest, and each holds at least k real units."""

    centres: Floats
    real: NDArray[np.intp]
    synthetic: NDArray[np.intp]
    holdout: NDArray[np.intp]

    def coded(self) -> Coded:
        """The clusters as the levels of a column, to be counted as one."""
        number = len(self.centres)
        return Coded(
            column=Column(name="cluster", kind="category"),
            values=np.arange(number),
            real=self.real.astype(np.int32),
            synthetic=self.synthetic.astype(np.int32),
            holdout=self.holdout.astype(np.int32),
            bins=np.arange(number + 1),
            width=number,
        )


def measure(comparison: Comparison) -> list[Score | Clusters]:
    """The likeness of cluster shares, and each cluster with what is typical of it."""
    found = cluster(comparison)
    shown = _shown(comparison, found)
    likeness = over_draws(comparison, found.coded(), level_distance).map(lambda distance: 1 - distance)
    value, reference = likeness.value(comparison, UNIT), likeness.reference(UNIT, ideal=1)
    note = _note(value, reference, shown) + _collapse(comparison, found, shown)
    score = SHARE.score(
        (), value, reference=reference, floor=_floor(comparison, found), rows=comparison.size, note=note
    )
    return [score, shown]


def cluster(comparison: Comparison) -> Clustering:
    """Cluster the training rows. `ReportError` where no column varies."""
    room = space(comparison)
    training, rows = len(comparison.real), room.pool[room.fitted]
    distinct = len(np.unique(rows.round(9), axis=0))
    number = max(1, min(CLUSTERS, len(rows) // ROWS_A_CLUSTER, distinct))
    with threadpool_limits(1):
        centres = KMeans(number, n_init=3, random_state=comparison.seed).fit(rows).cluster_centers_
    centres = _of_many(centres, room.pool[:training], comparison)
    real, holdout = np.split(nearest_centre(room.pool, centres), [training])
    return Clustering(centres, real, nearest_centre(room.synthetic, centres), holdout)


def nearest_centre(places: Floats, centres: Floats) -> NDArray[np.intp]:
    """The number of the centre that each place is nearest to."""
    return np.asarray(np.argmin((centres**2).sum(axis=1) - 2 * places @ centres.T, axis=1))


def _of_many(centres: Floats, places: Floats, comparison: Comparison) -> Floats:
    """The centres of clusters that at least k units fall into, the largest cluster first."""
    units = comparison.units[: len(places)]
    while True:
        numbers = nearest_centre(places, centres)
        few = holders(numbers, units, len(centres)) < comparison.k
        if len(centres) == 1 or not few.any():
            return centres[np.argsort(-np.bincount(numbers, minlength=len(centres)), kind="stable")]
        centres = np.delete(centres, int(np.argmax(few)), axis=0)


def _floor(comparison: Comparison, found: Clustering) -> Band:
    """The same of real rows with shuffled columns."""
    columns, scores = list(comparison.coded.values()), []
    room, number, rng = space(comparison), len(found.centres), comparison.rng("cluster floor")
    real = np.bincount(found.real, minlength=number)
    for drawn in comparison.fresh[:SHUFFLES]:
        some = rng.permutation(drawn)[:SHUFFLED_ROWS]
        places = room.place([rng.permutation(column.pool[some]) for column in columns])
        shuffled = np.bincount(nearest_centre(places, found.centres), minlength=number)
        scores.append(1 - float(level_distance(real, shuffled)))
    return prediction(np.array(scores), UNIT)[0]


def _shown(comparison: Comparison, found: Clustering) -> Clusters:
    number = len(found.centres)
    real, synthetic = (np.bincount(part, minlength=number).tolist() for part in (found.real, found.synthetic))
    return Clusters(
        clusters=tuple(
            Cluster(
                typical=typical(comparison, found.real == place),
                real=share(real[place], len(found.real)),
                synthetic=share(synthetic[place], len(found.synthetic)),
            )
            for place in range(number)
        )
    )


def _note(value: Band, reference: Band, shown: Clusters) -> str:
    number = len(shown.clusters)
    said = f"Of rows sorted into {number} kinds, {value.value:.1%} are of kinds as common as among real rows"
    if value.value >= reference.low:
        return f"{said}, as in a fresh real sample. Nothing to do."
    worst = max(shown.clusters, key=lambda each: abs(each.synthetic.value - each.real.value))
    return (
        f"{said}; in fresh real samples at least {reference.low:.1%}. Furthest off: rows in which {worst.typical}, "
        f"{worst.real.value:.1%} of the real and {worst.synthetic.value:.1%} of the synthetic rows."
    )


def _collapse(comparison: Comparison, found: Clustering, shown: Clusters) -> str:
    """The modes that were lost, if any: clusters common among real rows and all but empty among synthetic ones."""
    sizes = len(comparison.real), len(comparison.synthetic)
    lost = []
    for number, each in enumerate(shown.clusters):
        counts = int((found.real == number).sum()), int((found.synthetic == number).sum())
        rare = each.synthetic.value < LEFT * each.real.value
        if each.real.value >= COMMON and rare and exceeds(counts[0], sizes[0], counts[1], sizes[1]):
            lost.append(
                f" Mode collapse: rows in which {each.typical} are {each.real.value:.1%} of the real table and "
                f"{each.synthetic.value:.1%} of the synthetic one. The generator has lost them; use another one."
            )
    return "".join(lost)
