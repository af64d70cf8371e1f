"""What `python -m benchmarks` runs: `speed`, `evidence`, `published [rows]`, `controls [table …]`, `gallery [table …]`,
`quality [table …]`, `deep [rows [epochs]]`, `scores train synthetic holdout [target]`; or all but the last two.
"""

import sys

from benchmarks import controls, deep, evidence, gallery, published, quality, quality_scores, speed

match sys.argv[1:]:
    case ["speed"]:
        speed.main()
    case ["evidence"]:
        evidence.main()
    case ["published", *given]:
        sys.exit(not published.main(given))
    case ["controls", *names]:
        controls.main(names)
    case ["gallery", *names]:
        gallery.main(names)
    case ["quality", *asked]:
        quality.main(asked)
    case ["deep", *given]:
        deep.main(given)
    case ["scores", train, synthetic, holdout, *target]:
        quality_scores.main(train, synthetic, holdout, *target)
    case []:
        speed.main()
        evidence.main()
        published.main([])
        controls.main([])
        gallery.main([])
        quality.main([])
    case _:
        sys.exit(__doc__)
