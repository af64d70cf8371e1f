"""`synth …`: the same walk without a browser. Exit code 0 done, 1 no pass under `--check`, 2 bad input.

- `frame`: the commands together, and whatever goes wrong in one line. `options`: what several commands ask for.
- `making`, `judging`, `looking`: the commands. `told`: what they say on a terminal.
"""

from synth.cli.frame import main
from synth.cli.told import plain

__all__ = ["main", "plain"]
