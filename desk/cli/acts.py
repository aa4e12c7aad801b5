"""Every act and question by its name: JSON in, JSON out, as a member of the staff and with every check of the window."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

from desk.cli import signing
from desk.cli.common import Commands, command, opened, path, print_json, text
from desk.errors import DeskError, InvalidInput, Problem
from desk.i18n import _

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.kit.seam import Way

_EPILOG = """\
The object is read from FILE, or from stdin for -; without it, it is empty. What comes back is one JSON value on stdout, an
error too: {"error": {"code", "message", "problems": [{"field", "code", "message"}]}}. `desk acts NAME` shows what NAME takes.

The PIN is asked for, or read from --pin-file or the environment variable DESK_PIN. A wrong one counts as at the counter.

exit codes: 0 done; 1 refused, by a rule or by the machine; 2 wrong usage; 3 a fault of Desk, with a report."""


def add_commands(commands: Commands) -> None:
    """Adds `acts`, `act` and `ask`."""
    listing = command(commands, "acts", _list, "every act and question, and what it takes and gives as JSON schema")
    listing.add_argument("names", nargs="*", type=text, metavar="NAME")
    acting = _by_name(commands, "act", _act, "run an act by its name")
    acting.add_argument("given", nargs="*", metavar="FILE|-")
    asking = _by_name(commands, "ask", _ask, "ask a question by its name")
    asking.add_argument("given", nargs="*", metavar="FILE|-|KEY=VALUE")


def _by_name(commands: Commands, name: str, run: Any, summary: str) -> argparse.ArgumentParser:
    added = command(commands, name, run, summary, epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    added.add_argument("name", type=text)
    signing.add_options(added)
    added.add_argument("--at", type=_moment, metavar="MOMENT", help="the clock, on a demo site only")
    return added


def _moment(written: str) -> datetime:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError("expected a moment like 2026-11-21T10:00+08:00") from None


def _list(options: argparse.Namespace) -> int:
    from desk.services.kit import seam

    found = [seam.way(name) for name in options.names] or seam.ways()
    if options.json:
        print_json([way.described() for way in found])
    elif options.names:
        for way in found:
            print(json.dumps(way.described(), ensure_ascii=False, indent=2))
    else:
        for way in found:
            undo = "undo" if way.act.changes and not way.act.undo.instead else ""
            print(f"{'act' if way.act.changes else 'ask'}  {undo:<4}  {way.act.code:<26} {way.summary}")
    return 0


def _act(options: argparse.Namespace) -> int:
    return _run(options, options.given, changes=True)


def _ask(options: argparse.Namespace) -> int:
    return _run(options, options.given, changes=False)


def _run(options: argparse.Namespace, given: list[str], *, changes: bool) -> int:
    from desk.services.kit import seam

    options.json = True  # what goes wrong is told as JSON too
    way = seam.way(options.name)
    if way.act.changes != changes:
        # L10N: {name} 是操作，请用 desk act / {name} 是查询，请用 desk ask
        words = _("{name} is an act: use desk act.") if way.act.changes else _("{name} is a question: use desk ask.")
        raise DeskError("wrong-command", words.format(name=options.name))
    pairs = not changes and bool(given) and all("=" in word for word in given)
    data = dict(_pair(word) for word in given) if pairs else _object(given)
    with opened(options) as desk:
        if options.at is not None:
            _turn_clock(desk, options.at)
        if options.login:
            signing.sign_in(desk, options.login, options.pin_file)
        print(seam.to_json(seam.run(desk, way, _nested(data) if pairs else data, lax=pairs)))
        if changes:
            print(_undo_words(way), file=sys.stderr)
    return 0


def _undo_words(way: Way) -> str:
    """Whether what was done can be undone."""
    return way.undo.get("instead") or _(
        # L10N: 在前台窗口中办理的同一操作可在一分钟内撤销；命令已结束，请用更正的操作改回。
        "Done in the window this could be undone for a minute; the command has ended, so put it right by another act."
    )


def _object(given: list[str]) -> dict[str, Any]:
    """The object in the one file named, or on stdin."""
    import msgspec

    if not given:
        return {}
    if len(given) > 1:
        raise DeskError("usage", _("Name one file, or pairs like limit=5."))
    content = sys.stdin.buffer.read() if given[0] == "-" else path(given[0]).read_bytes()
    try:
        # An editor of Windows puts a mark before the text.
        found = msgspec.json.decode(content.decode("utf-8-sig"))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        # L10N: 输入不是有效的 JSON：{reason}
        raise InvalidInput([Problem("json", _("What was given is not JSON: {reason}").format(reason=error))]) from error
    if not isinstance(found, dict):
        raise InvalidInput(
            [
                Problem(
                    "json",
                    _("What was given is not a JSON object, such as {example}.").format(example='{"request_id": 7}'),
                )
            ]
        )
    return found


def _pair(word: str) -> tuple[str, Any]:
    """`limit=5`, `filter.state=all`; a value that begins like a list or an object is JSON."""
    name, _equals, value = word.partition("=")
    if value[:1] in ("[", "{"):
        try:
            return name, json.loads(value)
        except json.JSONDecodeError as error:
            raise InvalidInput(
                [Problem("json", _("What was given is not JSON: {reason}").format(reason=error), name)]
            ) from error
    return name, value


def _nested(pairs: dict[str, Any]) -> dict[str, Any]:
    """`filter.state` is the key `state` of the object `filter`."""
    found: dict[str, Any] = {}
    for name, value in pairs.items():
        *outer, last = name.split(".")
        place = found
        for key in outer:
            inner = place.setdefault(key, {})
            if not isinstance(inner, dict):
                break
            place = inner
        place[last] = value
    return found


def _turn_clock(desk: Desk, at: datetime) -> None:
    """Lets a demo believe that it is another moment.

    Raises:
        DeskError: `not-a-demo`: the books of a real site are written at the time they are written.
    """
    if not desk.is_demo:
        # L10N: --at 只能用于演示数据
        raise DeskError("not-a-demo", _("The clock is set on a demo site only. Nothing was changed."))
    moment = at if at.tzinfo is not None else at.replace(tzinfo=desk.zone)
    desk.clock = lambda: moment
