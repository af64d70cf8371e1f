"""`python -m benchmarks`: speed and size; `python -m benchmarks controls [table …]`: the ruler on known tables."""

import sys

from benchmarks import controls, speed

match sys.argv[1:]:
    case ["controls", *names]:
        controls.main(names)
    case _:
        speed.main()
