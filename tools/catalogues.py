"""The message catalogues: `update` (extract, merge, compile), `compile`, `check`.

Written without dates and places, sorted by message, so that a change in the program changes few lines here.
Nothing a translator wrote is lost by `update`, except the translations of messages that are gone.
"""

from __future__ import annotations

import io
import re
import string
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("zh_CN", "zh_TW")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
NOISE = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Generated-By|Language-Team|Report-Msgid-Bugs-To): .*\n',
    re.M,
)


def po_file(root: Path, language: str) -> Path:
    return root / "i18n" / language / "LC_MESSAGES" / "desk.po"


def pot_file(root: Path) -> Path:
    return root / "i18n" / "desk.pot"


def extract(root: Path) -> Catalog:
    """The messages of the program as it stands."""
    catalogue = Catalog(project="Desk", version="1", charset="utf-8", fuzzy=False)
    catalogue.header_comment = "# The words of Desk."
    found = extract_from_dir(
        root / "desk",
        method_map=[("**.py", "python")],
        keywords=KEYWORDS,
        comment_tags=("L10N:",),
        strip_comment_tags=False,
    )
    for filename, _line, message, comments, context in sorted(
        found, key=lambda each: (Path(each[0]).as_posix(), each[1])
    ):
        place = [(f"desk/{Path(filename).as_posix()}", 1)]
        catalogue.add(message, None, place, auto_comments=comments, context=context)
    return catalogue


def text_of(catalogue: Catalog) -> str:
    """The catalogue as a file, without what changes each time."""
    stream = io.BytesIO()
    write_po(stream, catalogue, width=120, ignore_obsolete=True, no_location=True, sort_output=True)
    return NOISE.sub("", stream.getvalue().decode())


def read(file: Path, language: str | None = None) -> Catalog:
    if not file.exists():
        catalogue = Catalog(locale=language, project="Desk", version="1", charset="utf-8", fuzzy=False)
        catalogue.header_comment = f"# The words of Desk in {language}."
        return catalogue
    with file.open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)


def compile_all(root: Path = ROOT) -> list[Path]:
    """Compiles every catalogue; the files written."""
    written = []
    for po in sorted((root / "i18n").glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        fresh = mo.with_suffix(".new")
        stream = io.BytesIO()
        write_mo(stream, read(po, po.parent.parent.name))
        fresh.write_bytes(in_order(stream.getvalue()))
        fresh.replace(mo)
        written.append(mo)
    return written


def in_order(data: bytes) -> bytes:
    """A compiled catalogue with its index sorted by what is looked up, as gettext's format wants it: `desk.i18n` searches it.

    Babel sorts a message with a context by the message.
    """
    _magic, _version, count, keys, texts = struct.unpack_from("<5I", data)
    size = struct.calcsize("<2I")
    index = []
    for number in range(count):
        length, start = key = struct.unpack_from("<2I", data, keys + number * size)
        index.append((data[start : start + length], key, struct.unpack_from("<2I", data, texts + number * size)))
    ordered = bytearray(data)
    for number, (_text, key, text) in enumerate(sorted(index)):
        struct.pack_into("<2I", ordered, keys + number * size, *key)
        struct.pack_into("<2I", ordered, texts + number * size, *text)
    return bytes(ordered)


def update(root: Path = ROOT) -> None:
    template = extract(root)
    write_if_changed(pot_file(root), text_of(template))
    for language in LANGUAGES:
        po = po_file(root, language)
        catalogue = read(po, language)
        catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
        write_if_changed(po, text_of(catalogue))
        empty = sum(1 for message in messages(catalogue) if not all(translations(message)))
        print(f"{po.relative_to(root).as_posix()}: {len(catalogue)} messages, {empty} to translate")
    compile_all(root)


def write_if_changed(file: Path, text: str) -> None:
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")


def messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def translations(message: Message) -> tuple[str, ...]:
    texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return tuple(text or "" for text in texts)


def placeholders(text: str) -> set[str] | None:
    """The named fields of a message; None when its braces are broken."""
    try:
        return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def problems(root: Path = ROOT) -> list[str]:
    """What keeps the catalogues from being complete, one line each."""
    found = []
    template = extract(root)
    if not pot_file(root).exists() or pot_file(root).read_text(encoding="utf-8") != text_of(template):
        found.append("i18n/desk.pot is not up to date with the sources: make i18n")
    wanted = {(message.id, message.context) for message in messages(template)}
    for language in LANGUAGES:
        catalogue = read(po_file(root, language), language)
        known = {(message.id, message.context) for message in messages(catalogue)}
        found += [f"{language}: lacks {key[0]!r}" for key in sorted(wanted - known, key=str)]
        found += [f"{language}: {key[0]!r} is not in the program any more" for key in sorted(known - wanted, key=str)]
        for message in messages(catalogue):
            found += (f"{language}: {problem}: {message.id!r}" for problem in problems_of(message))
    return found


def problems_of(message: Message) -> Iterator[str]:
    if message.fuzzy:
        yield "fuzzy"
    source = message.id if isinstance(message.id, str) else message.id[-1]
    fields = placeholders(source)
    for text in translations(message):
        if not text:
            yield "empty"
        elif "{" in source and placeholders(text) != fields:
            yield f"other placeholders ({text!r})"


def main(arguments: list[str]) -> int:
    match arguments:
        case ["update"]:
            update()
        case ["compile"]:
            compile_all()
        case ["check"]:
            found = problems()
            for line in found[:40]:
                print(line)
            if len(found) > 40:
                print(f"… and {len(found) - 40} more")
            print(f"Translations: {len(found)} problems" if found else "Translations: complete")
            return 1 if found else 0
        case _:
            print("usage: catalogues.py update|compile|check", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
