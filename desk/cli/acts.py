"""Every act and question by its name: JSON in, JSON out, as a member of the staff and with every check of the window."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from desk.cli import signing
from desk.cli.common import path, print_json
from desk.cli.site import opened
from desk.errors import DeskError, InvalidInput, Problem
from desk.i18n import _
from desk.services.kit import seam

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.kit.seam import Way


def do_list(options: argparse.Namespace) -> int:
    """Lists acts and questions with what they take and give."""
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


def do_act(options: argparse.Namespace) -> int:
    """Runs an act by its name."""
    return _run(options, options.given, changes=True)


def do_ask(options: argparse.Namespace) -> int:
    """Asks a question by its name."""
    return _run(options, options.given, changes=False)


def _run(options: argparse.Namespace, given: list[str], *, changes: bool) -> int:
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
