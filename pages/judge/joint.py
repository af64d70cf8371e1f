"""Joint: can whole rows be told from real ones, and by what."""

from pages.shared.door import door
from pages.shared.evidence import evidence, groups_scores, onward
from pages.shared.places import JOINT
from pages.shared.scores import tiles

session = door()
shown = evidence(session, JOINT)
tiles(groups_scores(shown, "joint"))
onward(JOINT, shown.run)
