"""The one family of errors. Each message names the value, the place and the remedy, in words a steward can act on."""


class SynthError(Exception):
    """Anything this library refuses to do; `str(error)` is fit to be shown as it stands."""


class ReadError(SynthError, ValueError):
    """A file that cannot be read as a table."""


class TableError(SynthError, ValueError):
    """A table, column or schema that does not fit what was asked of it."""


class SettingsError(SynthError, ValueError):
    """A setting that is unknown or out of its range."""


class ControlError(SynthError, ValueError):
    """A fixed value, balance or fairness target that this table cannot meet."""


class ModelError(SynthError, RuntimeError):
    """A model that could not be fitted, saved, loaded or sampled."""


class ReportError(SynthError, ValueError):
    """Tables that cannot be compared, or a report file that cannot be read."""


class PolicyError(SynthError, ValueError):
    """A policy file that cannot be read or applied."""


class ReleaseError(SynthError, RuntimeError):
    """A decision or export that is not allowed in the run's present state."""


class WorkspaceError(SynthError, OSError):
    """A workspace that cannot be read or written, or a record that is not in it."""


class Cancelled(SynthError):  # noqa: N818  an order, not a fault
    """Raised out of a `progress` call when the run has been cancelled."""
