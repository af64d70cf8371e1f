"""Usefulness: what can be learned from the synthetic rows, tested on real ones."""

from pages.shared.door import door
from pages.shared.evidence import evidence, groups_scores, onward
from pages.shared.places import USEFULNESS
from pages.shared.scores import tiles

session = door()
shown = evidence(session, USEFULNESS)
tiles(groups_scores(shown, "usefulness"))
onward(USEFULNESS, shown.run)
