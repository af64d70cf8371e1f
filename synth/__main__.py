"""`python -m synth` is `synth`."""

import sys

from synth.cli import main

sys.exit(main())
