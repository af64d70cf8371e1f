"""Diversity: whether every kind of row is still there."""

from pages.shared.door import door
from pages.shared.evidence import evidence, groups_scores, onward
from pages.shared.places import DIVERSITY
from pages.shared.scores import tiles

session = door()
shown = evidence(session, DIVERSITY)
tiles(groups_scores(shown, "diversity"))
onward(DIVERSITY, shown.run)
