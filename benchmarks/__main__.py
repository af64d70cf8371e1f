"""What `python -m benchmarks` runs: `speed`, `evidence`, `published [rows]`, `controls [table …]`, `gallery [table …]`,
`deep [rows [epochs]]`; or all but the last.
"""

import sys

from benchmarks import controls, deep, evidence, gallery, published, speed

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
    case ["deep", *given]:
        deep.main(given)
    case []:
        speed.main()
        evidence.main()
        published.main([])
        controls.main([])
        gallery.main([])
    case _:
        sys.exit(__doc__)
