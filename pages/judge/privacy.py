"""Privacy: what an attacker could find out with the synthetic rows."""

from pages.shared.door import door
from pages.shared.evidence import evidence, groups_scores, onward
from pages.shared.places import PRIVACY
from pages.shared.scores import tiles

session = door()
shown = evidence(session, PRIVACY)
tiles(groups_scores(shown, "privacy"))
onward(PRIVACY, shown.run)
