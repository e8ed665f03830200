"""What can go wrong with datasets and runs.

YinjuError
├── DatasetInvalid    a dataset cannot be read: names file and line
├── RunInvalid        a folder is no finished run
└── UsageError
    └── NotComparable two runs of different datasets
"""

from __future__ import annotations

from yinju.index.errors import UsageError, YinjuError


class DatasetInvalid(YinjuError):
    """A dataset is not in one of the three formats, or a line of it is broken."""


class RunInvalid(YinjuError):
    """A folder does not hold a finished run."""


class NotComparable(UsageError):
    """Two runs cannot be compared."""
