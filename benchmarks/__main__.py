"""What `python -m benchmarks` runs: `speed` (the default), `controls [table …]`, `published [rows]`."""

import sys

from benchmarks import controls, published, speed

match sys.argv[1:]:
    case ["controls", *names]:
        controls.main(names)
    case ["published", *given]:
        published.main(given)
    case _:
        speed.main()
