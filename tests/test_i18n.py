"""The catalogues as they are asked: message by message in the compiled file."""

from __future__ import annotations

import gettext

import pytest

from desk import i18n


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW"])
def test_each_message_is_found_as_the_library_finds_it(language: str) -> None:
    file = i18n.catalogue_file(language)
    ours = i18n._Compiled(file.read_bytes())
    with file.open("rb") as stream:
        theirs = gettext.GNUTranslations(stream)
    messages = theirs._catalog  # type: ignore[attr-defined]
    assert len(messages) > 5000, "run `python tools/catalogues.py compile`"
    for message, words in messages.items():
        if isinstance(message, tuple):
            assert [ours.ngettext(message[0], "-", n) for n in (0, 1, 2, 5)] == [
                theirs.ngettext(message[0], "-", n) for n in (0, 1, 2, 5)
            ]
            assert ours.gettext(message[0]) == theirs.gettext(message[0])
        elif "\4" in message:
            assert ours.pgettext(*message.split("\4")) == words
        elif message:
            assert ours.gettext(message) == words, "not in the order that is searched: compile the catalogues"


def test_what_is_not_in_the_catalogue_stays_as_it_is() -> None:
    ours = i18n._Compiled(i18n.catalogue_file("zh_CN").read_bytes())
    assert ours.gettext("No such message.") == "No such message."
    assert ours.gettext("half a character: \ud800") == "half a character: \ud800"
    assert ours.pgettext("nowhere", "Close") == "Close"
    assert [ours.ngettext("{n} yak", "{n} yaks", n) for n in (1, 2)] == ["{n} yak", "{n} yaks"]
