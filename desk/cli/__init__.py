"""The commands. Qt, SQLAlchemy and ReportLab are imported by the command that needs them.

With `--json` a command prints one JSON value on stdout and nothing else; logs go to stderr.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

from desk import crash, features, i18n, unused
from desk.cli.common import Command, data_folder, tell
from desk.cli.line import read
from desk.errors import DeskError, StorageError
from desk.i18n import _

log = logging.getLogger("desk.cli")

DONE, REFUSED, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130
"""What a command ends with: done; a rule or the machine said no; wrong usage (argparse's own); a bug; Ctrl+C."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Whatever happens is told in a sentence, never as a traceback.

    Returns:
        0 when done; 1 when something was found or refused (in words on stderr, or as JSON on stdout); 3 for a bug, whose
        report lies in the data folder; 130 when interrupted. Wrong usage leaves with 2.
    """
    unused.wait()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A Windows console would refuse Chinese otherwise; a file's name need not be text at all.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = read(arguments)
    logging.basicConfig(stream=sys.stderr)
    for handler in logging.getLogger().handlers:
        # The site's log takes more than the terminal (desk.logs): each handler has a level of its own.
        handler.setLevel(logging.INFO if options.verbose else logging.WARNING)
    if options.verbose:
        logging.getLogger().setLevel(logging.INFO)
    if getattr(options, "lang", None):
        i18n.set_language(options.lang)
    try:
        run: Command = features.load(options.run)
        code = run(options)
        sys.stdout.flush()
        return code
    except DeskError as error:
        tell(options, error)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has had enough of it (`desk acts | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        log.info("the machine said no", exc_info=error)
        tell(options, _from_machine(error))
        return REFUSED
    except Exception as error:  # a bug goes to the report, the one at the terminal gets a sentence
        log.info("bug", exc_info=error)
        # L10N: 程序出错，命令未完成。报告已写入 {file}。
        words = _("Desk has a fault here; the command was not finished. A report is in {file}.")
        tell(options, DeskError("bug", words.format(file=crash.report(data_folder(options), error) or "-")))
        return BUG


def _from_machine(error: OSError) -> DeskError:
    """The sentence for a file or folder that the machine refuses."""
    if error.filename is None:
        # L10N: 系统提示：{reason}。
        return StorageError("io", _("The machine says: {reason}.").format(reason=error.strerror or error))
    # L10N: 无法使用 {file}：{reason}。未做任何更改。
    return StorageError(
        "io",
        _("{file} cannot be used: {reason}. Nothing was changed.").format(file=error.filename, reason=error.strerror),
    )
