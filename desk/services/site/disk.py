"""Why a folder takes nothing, found out by trying."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from desk.errors import StorageError
from desk.models.kit.database import storage_error_from_os


def refuses(folder: Path) -> StorageError | None:
    """The sentence for a folder in which nothing can be written (full, write-protected, a broken disk); None where it can."""
    probe = folder / f".write-{os.getpid()}"
    try:
        with probe.open("wb") as stream:
            stream.write(b"desk" * 1024)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        return storage_error_from_os(error)
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)
    return None
