"""What a page of the evaluate view shows, as text that a hidden component keeps."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True, slots=True)
class Place:
    """The run that is open, or the two that are compared (`before` and `run`), and where in the questions.

    `wanted` are the words that questions are looked for by. `marked` is the run that is to be compared with the next
    one chosen, `watching` the one under way, `seen` a digest of the list of runs that the page shows.
    """

    run: str = ""
    before: str = ""
    whole: bool = False
    marked: str = ""
    wanted: str = ""
    outcome: str = ""
    page: int = 1
    watching: str = ""
    seen: int = 0

    @property
    def other(self) -> str:
        """The run that the next one chosen is compared with: the one that is marked, or else the one that is open."""
        return self.marked or ("" if self.before else self.run)

    @property
    def text(self) -> str:
        """The place as text."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Place:
        """Return the place of a text; what of it is no place counts as not given."""
        try:
            values = json.loads(text or "{}")
        except ValueError:
            return cls()
        if not isinstance(values, dict):
            return cls()
        usual = cls()
        known = [
            field.name for field in fields(cls) if type(values.get(field.name)) is type(getattr(usual, field.name))
        ]
        return cls(**{name: values[name] for name in known})
