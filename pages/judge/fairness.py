"""Fairness: each group of people, its share and its outcome, real beside synthetic."""

from pages.shared.door import door
from pages.shared.evidence import evidence, groups_scores, onward
from pages.shared.places import FAIRNESS
from pages.shared.scores import tiles

session = door()
shown = evidence(session, FAIRNESS)
tiles(groups_scores(shown, "fairness"))
onward(FAIRNESS, shown.run)
