"""The head of a paper as one value: what stands on every paper beside its own content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypedDict

from desk.slips.engine.slip import NUMBER_AFTER_SAVING, Slip


class Head(TypedDict):
    """What stands on every paper; given to a slip's builder as keywords."""

    site: str
    hotline: str
    issued: str
    language: str


@dataclass(frozen=True, slots=True)
class PaperHead:
    """Site, hotline, the line at the foot, language, the names of the copies, the number; as `services.kit.papers` writes it."""

    site: str = ""
    hotline: str = ""
    issued: str = ""
    language: str = "zh_CN"
    copies: tuple[str, ...] = ()
    number: str = NUMBER_AFTER_SAVING

    def slip(self, kind: str, title: str, number: str = "", **parts: Any) -> Slip:
        """A paper with this head; `number`: its own, where the head has none."""
        return Slip(
            kind, title, number or self.number, self.site, footer=self.issued, hotline=self.hotline, language=self.language,
            copies=self.copies, **parts,
        )  # fmt: skip


__all__ = ["Head", "PaperHead"]
