"""The engine room: what is kept on disk, and the processes that work on it. It ties `prepare`, `make` and `judge`.

| file | what it holds |
|---|---|
| `workspace` | `Workspace`: the face of this room |
| `records` | what is remembered: `Dataset`, `Run`, `Step`, `Event`, `Receipt` |
| `store`, `database`, `files` | one folder; its SQLite record; private files written whole or not at all |
| `specs` | specs: datasets of no rows, whose file states the table that is to be made |
| `datasets`, `deletion` | uploads, schemas by version, splits; what goes when one is deleted |
| `runs`, `states`, `queue` | runs as the dashboard sees them; how they change; who may run and who has died |
| `process` | a worker's process from outside: start, alive, end |
| `worker`, `reporter` | the process itself: fit, sample, compare; its steps and heartbeat |
| `judging`, `supplements` | what a run compares, its report as it grows; what is found on demand, beside it |
| `tasks`, `task` | longer sums on demand: from outside, and the process itself |
| `remedies` | a finished run with its riskiest rows mended, as a new run |
| `outputs` | the files of a table that may leave |
| `evaluation` | another's table as a run that only judges |
| `mapping`, `levels` | which of another's columns are which of ours, and which of their values |
| `remedy` | what can be done about risky rows: drop, resample, generalise |
| `remarks`, `reviews` | comments and looks at real rows; an expert's review |
| `tuning`, `trials` | a search for the settings of a generator that the report would score best; what it tried |
| `searches` | such a search for a dataset, on demand and kept beside it |
| `recipe` | an order and the recipe of what was made to it |
| `events` | the append-only record of what was done |
| `signoff` | from a finished run to a signed pack |
"""

from synth.work.records import Dataset, Event, Receipt, Run, RunState, Step
from synth.work.workspace import Workspace, default_folder

__all__ = ["Dataset", "Event", "Receipt", "Run", "RunState", "Step", "Workspace", "default_folder"]
