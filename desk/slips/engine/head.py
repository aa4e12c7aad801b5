"""The head of a paper as one value: what stands on every paper beside its own content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desk.slips.engine.slip import NUMBER_AFTER_SAVING, Slip


@dataclass(frozen=True, slots=True)
class PaperHead:
    """Site, hotline, the line at the foot, language, and the names of the copies; as `services.kit.papers` writes it."""

    site: str = ""
    hotline: str = ""
    issued: str = ""
    language: str = "zh_CN"
    copies: tuple[str, ...] = ()

    def slip(self, kind: str, title: str, number: str = NUMBER_AFTER_SAVING, **parts: Any) -> Slip:
        """A paper with this head."""
        return Slip(
            kind, title, number, self.site, footer=self.issued, hotline=self.hotline, language=self.language,
            copies=self.copies, **parts,
        )  # fmt: skip


__all__ = ["PaperHead"]
