"""Text with styles, before anybody knows whether it goes to a terminal that shows them.

rich's own `Text` could do this too, and takes 15 ms to load, which an answer that goes into a pipe need not wait for.
"""

from __future__ import annotations


class Styled:
    """A text in parts, each with a style as rich writes it ("bold red"), or with none."""

    def __init__(self, text: str = "", style: str = "") -> None:
        """Begin with one part, or with nothing."""
        self.parts: list[tuple[str, str]] = [(text, style)] if text else []

    def append(self, text: str, style: str = "") -> None:
        """Add one part."""
        if text:
            self.parts.append((text, style))

    def extend(self, other: Styled) -> None:
        """Add all parts of another text."""
        self.parts += other.parts

    @property
    def plain(self) -> str:
        """The text without its styles."""
        return "".join(text for text, _ in self.parts)
