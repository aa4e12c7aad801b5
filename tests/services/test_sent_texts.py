"""Texts to send about any record: each feature that has some says them by its record, and none of them names a person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk import features
from desk.catalog import catalog
from desk.errors import InvalidInput
from desk.rules.kit.lifecycle import LifeCycle
from desk.services import notices, parcels
from desk.services.kit import words
from desk.services.notices import NoticeEntry
from desk.services.parcels import ParcelEntry
from desk.services.parcels import lists as parcel_lists

WITH_TEXTS = {code: record for code, record in features.records().items() if record.texts}
SHOWN = {"member": {"ready", "card-lost", "card-expired"}, "bill": {"part-paid", "settled"}}
"""States that a record is shown in besides those of its life cycle."""


def test_the_offices_records_have_texts():
    assert {"request", "parcel", "member", "parking-card", "key-set", "renovation", "release", "move", "bill"} < set(
        WITH_TEXTS
    )
    assert {one.code for one in catalog("text_kinds")} == set(WITH_TEXTS) - {"public-notice"}


@pytest.mark.parametrize("one", catalog("texts"), ids=lambda one: one.code)
def test_a_text_is_about_a_record_and_fits_states_that_it_has(one):
    kind = one.extra.get("group", "request")
    record = WITH_TEXTS[kind]
    cycle: LifeCycle = features.load(record.lifecycle)
    assert set(one.extra["states"]) <= {*cycle.states, *SHOWN.get(kind, ())}
    for language, template in one.labels.items():
        assert len(template) <= 200, language
        places = {part.partition("}")[0] for part in template.split("{")[1:]}
        assert {"site", "number"} <= places <= set(words.PLACES), language


def test_no_text_about_a_bill_threatens_or_tells_an_amount():
    for one in catalog("texts"):
        if one.extra.get("group") == "bill":
            said = " ".join(one.labels.values()).casefold()
            assert not any(
                word in said
                for word in ("停水", "停电", "断", "起诉", "起訴", "滞纳", "滯納", "court", "cut off", "¥", "元")
            )


def test_a_parcel_tells_where_it_lies_once_and_notes_that_it_was_told(desk):
    kept = parcels.take(desk, ParcelEntry("parcel", "纸箱", "A3", unit_id=1, recipient="单雄风"))
    first = parcel_lists.texts_for(desk, kept.id)[0]
    assert (first.code, first.fits) == ("parcel-kept", True)
    assert kept.number in first.words
    assert "{" not in first.words
    assert not any(secret in first.words for secret in ("单雄风", "A3", "纸箱", "101"))
    told = parcel_lists.text_sent(desk, kept.id, first.code)
    assert (told.told_how, told.told_at) == ("短信", desk.clock())
    with pytest.raises(InvalidInput):
        parcel_lists.text_sent(desk, kept.id, "nothing")


def test_a_notice_is_its_own_text(desk):
    at = desk.clock() + timedelta(days=4)
    written = notices.write(desk, NoticeEntry("law", "法规宣传", "请爱护绿地。", at, english="Mind the green."))
    (text,) = features.load(WITH_TEXTS["public-notice"].texts)(desk, written.id)
    assert text.words == f"【{desk.site.name}】法规宣传\n请爱护绿地。\nMind the green."
    assert not text.fits
