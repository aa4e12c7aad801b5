"""The papers of a renovation: all their text on one page a copy, photos, codes, cards, seals."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from desk import i18n
from desk.features import slip_kinds
from desk.slips.engine import raster
from desk.slips.engine.barcode import qr
from desk.slips.engine.cards import places
from desk.slips.engine.paper import MM, PAPERS
from desk.slips.engine.renderer import render, render_many
from desk.slips.engine.slip import Marks, Slip
from tests.kit.pdf import page_text
from tests.slips.renovation import samples


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


def photo(_sha: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (30, 40), (200, 30, 30)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_each_paper_says_all_its_text(language: str) -> None:
    for kind, slip in samples.papers(language).items():
        known = slip_kinds()[kind]
        for paper in known.papers:
            pdf = render(replace(slip, copies=slip.copies[:1]), paper, pictures=photo)
            pages = [page_text(pdf, place) for place in range(len(raster.pages(pdf)))]
            if language != "en":
                assert len(pages) == 1, (kind, paper)
            printed = flat("".join(pages))
            for text in slip.texts():
                if text not in slip.copies[1:]:
                    # a line that runs over to the next page has the page's head in between
                    assert all(flat(word) in printed for word in text.split()), (kind, paper, text)


def test_a_slip_with_pictures_and_cards_comes_back_as_it_was() -> None:
    for slip in samples.papers().values():
        assert Slip.from_json(slip.to_json()) == slip
        assert render(slip, slip_kinds()[slip.kind].paper) == render(slip, slip_kinds()[slip.kind].paper)


def red(pdf: bytes) -> int:
    """How many dots of a photo's colour a page shows."""
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("RGB")
    return sum(count for count, colour in image.getcolors(1 << 24) if colour == (200, 30, 30))


def test_photos_are_printed_on_every_copy_and_a_missing_one_leaves_its_frame() -> None:
    slip = samples.papers()["renovation-acceptance"]
    pdf = render(slip, "a4", pictures=photo)
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 2
    for page in document:
        image = page.render(scale=1).to_pil().convert("RGB")
        assert sum(count for count, colour in image.getcolors(1 << 24) if colour == (200, 30, 30)) > 20000
    assert red(render(slip, "a4", pictures=lambda _sha: None)) == 0


def test_eight_cards_on_a_sheet_and_one_on_its_own_paper() -> None:
    card = samples.papers()["worker-pass"].cards[0]
    assert len(places(card, PAPERS["a4"])) == 8
    assert places(card, PAPERS["cr80"]) == ((0.0, 0.0),)
    slips = [(samples.papers()["worker-pass"], Marks()) for _each in range(9)]
    assert len(pypdfium2.PdfDocument(render_many(slips, "a4"))) == 2
    page = pypdfium2.PdfDocument(render_many(slips[:1], "cr80"))[0]
    assert page.get_size() == pytest.approx((85.6 * MM, 53.98 * MM), abs=0.01)


def test_the_code_of_a_pass_says_its_number_only() -> None:
    pieces = samples.papers()["worker-pass"].cards[0].pieces
    assert {piece.text for piece in pieces if piece.kind in ("qr", "bars")} == {"LK-20261121-0001"}
    rows = qr("LK-20261121-0001")
    assert len(rows) == len(rows[0]) >= 21
    with pytest.raises(ValueError, match="1 to 300"):
        qr("")


def test_an_extension_carries_its_words_and_the_box_of_the_seal() -> None:
    form = samples.papers()["renovation-filing"]
    assert form.seals == ("部门公章",)
    assert "同意延期至 2027-04-10" in flat(form.after[-1].value).replace("至2", "至 2")
    without = replace(samples.facts(), extensions=())
    from desk.slips import renovation as forms

    assert forms.filing_form(without, samples.head("renovation-filing", "BA-20261121-0001", "zh_CN")).seals == ()
