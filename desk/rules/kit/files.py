"""Which files may be kept: pictures and PDF, told by their content; a name says nothing."""

from __future__ import annotations

SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
)
"""Offset, the bytes there, the media type."""

SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "application/pdf": ".pdf",
    "image/tiff": ".tif",
    "image/gif": ".gif",
    "image/webp": ".webp",
}
"""What a file is called when it is opened: a batch file that was renamed to .pdf stays out, and nothing runs by its name."""


def media_type(head: bytes) -> str:
    """The media type by a file's first bytes; "" for what is neither a picture nor a PDF."""
    for offset, sign, kind in SIGNATURES:
        if head[offset : offset + len(sign)] == sign and (kind != "image/webp" or head.startswith(b"RIFF")):
            return kind
    return ""


__all__ = ["SIGNATURES", "SUFFIXES", "media_type"]
