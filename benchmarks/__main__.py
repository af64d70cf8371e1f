"""What `python -m benchmarks` runs: `speed`, `evidence`, `published [rows]`, `controls [table …]`; or all of them."""

import sys

from benchmarks import controls, evidence, published, speed

match sys.argv[1:]:
    case ["speed"]:
        speed.main()
    case ["evidence"]:
        evidence.main()
    case ["published", *given]:
        sys.exit(not published.main(given))
    case ["controls", *names]:
        controls.main(names)
    case []:
        speed.main()
        evidence.main()
        published.main([])
        controls.main([])
    case _:
        sys.exit(__doc__)
