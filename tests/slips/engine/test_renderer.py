"""The renderer: sizes, text that comes back, marks, running over, the same bytes."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest

from desk import i18n, paths
from desk.errors import DeskError
from desk.features import slip_kinds
from desk.slips.engine import raster
from desk.slips.engine.paper import MM, PAPERS
from desk.slips.engine.renderer import render, render_many
from desk.slips.engine.slip import Column, Field, Marks, Signature, Slip, Table, Tick, plain
from desk.slips.engine.testpage import grid_page
from tests.kit.pdf import page_text


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


def texts(pdf: bytes) -> list[str]:
    return [page_text(pdf, index) for index in range(len(raster.pages(pdf)))]


@pytest.fixture
def slips(complaint: Slip, dispatch: Slip, card: Slip, more: dict[str, Slip]) -> dict[str, Slip]:
    return {slip.kind: slip for slip in (complaint, dispatch, card, *more.values())}


def test_each_kind_prints_all_its_text_on_each_of_its_papers(slips: dict[str, Slip]) -> None:
    for kind in slip_kinds().values():
        slip = slips[kind.code]
        assert kind.paper in kind.papers
        assert slip.number.startswith(kind.prefix + "-")
        for paper in kind.papers:
            pages = texts(render(slip, paper))
            copies = max(1, len(slip.copies))
            each, rest = divmod(len(pages), copies)  # of some kinds there is another side, or text that runs on
            assert (1 <= each <= 3, rest) == (True, 0), (kind.code, paper)
            pages = ["".join(pages[at * each : (at + 1) * each]) for at in range(copies)]
            for place, page in enumerate(pages):
                printed = flat(page)
                expected = [text for text in slip.texts() if text not in slip.copies]
                if slip.copies:
                    expected.append(slip.copies[place])
                for text in expected:
                    assert flat(text) in printed, (kind.code, paper, text)


@pytest.mark.parametrize("paper", [code for code, paper in PAPERS.items() if paper.height is not None])
def test_page_size_is_exact(paper: str, complaint: Slip) -> None:
    pdf = render(complaint, paper)
    size = raster.pages(pdf)[0]
    sheet = PAPERS[paper]
    assert (size.width, size.height) == pytest.approx((sheet.width, sheet.height), abs=0.001)


def test_thirds_do_not_drift() -> None:
    third, half = PAPERS["241-third"], PAPERS["241-half"]
    assert third.height == 264
    assert third.width == 684
    assert half.height == 396
    assert third.height / 72 * 25.4 == pytest.approx(93.1333, abs=0.0001)
    assert PAPERS["241-whole"].height == 792
    # print nothing on the strips that are torn off
    assert min(third.left, third.right) >= 0.5 * 72


def test_roll_grows_with_its_content(complaint: Slip) -> None:
    short = raster.pages(render(complaint, "roll-80"))[0]
    long = raster.pages(render(replace(complaint, clauses=("请勿影响邻里。",) * 10), "roll-80"))[0]
    assert short.width == pytest.approx(80 * MM, abs=0.001)
    assert long.height > short.height + 80
    assert short.height < 250 * MM


def test_narrow_text_stays_on_the_72_mm_that_print(complaint: Slip) -> None:
    picture = raster.page_mono(render(complaint, "roll-80"), 0, 203)
    side = int(3.9 / 25.4 * 203)
    for y in range(picture.height):
        row = picture.data[y * picture.stride : y * picture.stride + picture.width]
        assert 0 not in row[:side]
        assert 0 not in row[-side:]


def test_same_content_same_bytes_in_every_process(complaint: Slip) -> None:
    first = render(complaint, "a5")
    assert render(Slip.from_json(complaint.to_json()), "a5") == first
    script = (
        "import sys,hashlib;from desk.slips.engine.slip import Slip;from desk.slips.engine.renderer import render;"
        "print(hashlib.sha256(render(Slip.from_json(sys.stdin.read()),'a5')).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script],
        input=complaint.to_json(),
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    import hashlib

    assert done.stdout.strip() == hashlib.sha256(first).hexdigest()


def test_other_content_other_bytes(complaint: Slip) -> None:
    assert render(complaint, "a5") != render(replace(complaint, title="投诉处理单"), "a5")


def test_json_is_stable_and_complete(slips: dict[str, Slip]) -> None:
    for slip in slips.values():
        again = Slip.from_json(slip.to_json())
        assert again == slip
        assert again.to_json() == slip.to_json()


def test_rare_characters_print_and_can_be_copied(card: Slip) -> None:
    (page,) = texts(render(card, "a4"))
    for char in "䶮㛃𬱖":
        assert page.count(char) == 2, char
    # and are pictures: the page without them has less ink
    inked = raster.page_mono(render(card, "a4"), 0, 100).data.count(0)
    blank = Slip.from_json(card.to_json().replace("王䶮㛃", "").replace("李𬱖", ""))
    assert raster.page_mono(render(blank, "a4"), 0, 100).data.count(0) < inked - 50


@pytest.mark.parametrize("char", ["𠮷", "😀", "☑", "𮭡", "\ue863", "\u0378"])
def test_what_the_font_lacks_is_drawn_as_a_stand_in_and_named_at_the_foot(char: str, complaint: Slip) -> None:
    (page,) = texts(render(replace(complaint, clauses=(f"王{char}",), copies=("客户联",)), "a5"))
    assert "王〓" in page
    assert char not in page
    assert f"U+{ord(char):04X}" in page


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("电梯又坏了😡🙏", "电梯又坏了〓〓"), ("👍🏽好", "〓好"), ("👨‍👩‍👧一家", "〓一家"), ("❤️", "〓"), ("क्‍ष", "〓〓〓")],
)
def test_a_picture_of_several_parts_is_one_stand_in(typed: str, printed: str, complaint: Slip) -> None:
    (page,) = texts(render(replace(complaint, clauses=(f"「{typed}」",), copies=("客户联",)), "a5"))
    assert f"「{printed}」" in page


def test_one_odd_slip_of_many_stops_none_and_only_its_own_foot_says_so(complaint: Slip) -> None:
    clean = replace(complaint, copies=("客户联",))
    pages = texts(render_many([(clean, plain()), (replace(clean, clauses=("😀",)), plain())], "a5"))
    assert ["〓" in page for page in pages] == [False, True]
    assert texts(render_many([(clean, plain())], "a5"))[0] == pages[0]


def test_invisible_characters_and_compositions_are_no_trouble() -> None:
    slip = Slip("x", "单", "X-1", fields=(Field("名", "Jose\u0301\u200b\ufeff\t王\u00a0某\r\n二行"),))
    (page,) = texts(render(slip, "a5"))
    assert "José 王 某" in page


def test_missing_number_says_so_and_has_no_barcode(complaint: Slip) -> None:
    with i18n.speaking("zh_CN"):
        words = i18n._("Numbered when saved")
    preview = render(complaint, "a5", Marks(preview=True))
    page = texts(preview)[0]
    assert flat(words) in flat(page)
    assert "TS-20261121-0031" not in page
    assert dark(preview, "a5") < dark(render(complaint, "a5"), "a5") - 500
    assert flat(words) in flat(texts(render(complaint.numbered(""), "a5"))[0])


def dark(pdf: bytes, paper: str) -> int:
    """Black dots in the lower right corner, where the barcode stands."""
    picture = raster.page_mono(pdf, 0, 150)
    top = int(picture.height * 0.92)
    return sum(
        picture.data[y * picture.stride + picture.width // 2 : y * picture.stride + picture.width].count(0)
        for y in range(top, picture.height)
    )


def test_reprint_and_void_are_said_on_every_page(complaint: Slip) -> None:
    with i18n.speaking("zh_CN"):
        reprint, void = i18n._("Reprint {count}").format(count=3), i18n._("VOID")
    for page in texts(render(complaint, "a5", Marks(reprint=3, void=True))):
        assert flat(reprint) in flat(page)
        assert flat(void) in flat(page)
    for page in texts(render(complaint, "a5")):
        assert flat(reprint) not in flat(page)
        assert flat(void) not in flat(page)


def test_fixed_words_are_in_the_slips_language(complaint: Slip, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken: list[str] = []

    def translate(message: str) -> str:
        spoken.append(i18n.current_language())
        return message

    monkeypatch.setattr("desk.slips.engine.renderer._", translate)
    i18n.set_language("zh_CN")
    render(replace(complaint, language="en"), "a5")
    assert set(spoken) == {"en"}


def test_long_text_runs_over_with_page_numbers(complaint: Slip) -> None:
    sentences = [f"第{n}次反映楼上施工噪声，已付¥{n},000.00元；" for n in range(100, 220)]
    fields = tuple(replace(f, value="".join(sentences)) if f.value.startswith("楼上") else f for f in complaint.fields)
    slip = replace(complaint, fields=fields, copies=())
    for paper in ("a5", "241-half"):
        pages = texts(render(slip, paper))
        assert len(pages) > 1
        for n in range(100, 220):
            assert any(f"¥{n},000.00元" in line for page in pages for line in page.splitlines()), n
        with i18n.speaking("zh_CN"):
            for number, page in enumerate(pages, 1):
                assert flat(i18n._("Page {page} of {pages}").format(page=number, pages=len(pages))) in flat(page)
                assert slip.number in page
                assert slip.title in page


def test_tables_run_over_with_their_headings(card: Slip) -> None:
    table = replace(card.tables[0], rows=tuple((f"住户{n:03d}", "本人", "男", "", "", "", "") for n in range(90)))
    pages = texts(render(replace(card, tables=(table,)), "a4"))
    assert len(pages) >= 3
    heading = flat(table.columns[4].heading)
    with_rows = [page for page in pages if "住户0" in page]
    assert len(with_rows) >= 2
    for page in with_rows:
        assert heading in flat(page)
    everything = "".join(pages)
    assert [everything.count(f"住户{n:03d}") for n in range(90)] == [1] * 90


def test_nothing_is_drawn_over_the_edge(complaint: Slip) -> None:
    long = "很长的标题" * 30
    slip = replace(complaint, title=long, site=long, footer=long, copies=("客户联" * 3,))
    for paper in PAPERS:
        pdf = render(slip, paper)
        sheet = PAPERS[paper]
        picture = raster.page_mono(pdf, 0, 72)
        side = max(1, int(min(sheet.left, sheet.right)) - 2)
        for y in range(picture.height):
            row = picture.data[y * picture.stride : y * picture.stride + picture.width]
            assert 0 not in row[:side], paper
            assert 0 not in row[-side:], paper


def test_an_endless_word_and_an_unknown_span_still_end() -> None:
    slip = Slip(
        "x",
        "单",
        "X-1",
        fields=(Field("标" * 40, "W" * 5000, span=99), Field("", "", span=0, lines=500)),
        tables=(Table((Column("a"), Column("b", 0.0001)), (("1" * 4000, "2" * 400),), least_rows=200),),
        signatures=(Signature("签" * 60, "名" * 60, dated=True),) * 9,
        clauses=("条" * 9000,),
    )
    for paper in ("a5", "241-third", "roll-80", "cr80"):
        assert len(raster.pages(render(slip, paper))) < 80


def test_ticks_are_drawn(complaint: Slip) -> None:
    def with_tick(ticked: bool) -> bytes:
        return render(Slip("x", "单", "X-1", fields=(Field("回访", ticks=(Tick("满意", ticked),)),)), "a5")

    empty = raster.page_mono(with_tick(False), 0, 200).data.count(0)
    ticked = raster.page_mono(with_tick(True), 0, 200).data.count(0)
    assert ticked > empty + 20


def test_offset_moves_the_print(complaint: Slip) -> None:
    def first_ink(pdf: bytes) -> tuple[int, int]:
        picture = raster.page_mono(pdf, 0, 254)  # ten dots a millimetre
        rows = [picture.data[y * picture.stride : y * picture.stride + picture.width] for y in range(picture.height)]
        top = next(y for y, row in enumerate(rows) if 0 in row)
        return min(row.find(0) for row in rows if 0 in row), top

    x, y = first_ink(render(complaint, "241-half"))
    x2, y2 = first_ink(render(complaint, "241-half", offset=(25, -12)))
    assert abs(x2 - x - 25) <= 1
    assert abs(y2 - y + 12) <= 1


def test_grid_page_has_squares_of_ten_millimetres() -> None:
    pdf = grid_page("241-half", offset=(20, 0))
    picture = raster.page_rgb(pdf, 0, 254)
    row = [picture.data[325 * picture.stride + x * 4] for x in range(picture.width)]
    lines = [x for x in range(1, picture.width) if row[x] < 160 and row[x - 1] >= 160]
    marks = [x for x in lines if abs((x - 20) % 100 - 0) <= 2 or abs((x - 20) % 100 - 100) <= 2]
    assert len(marks) >= 22


def test_many_in_one_document_are_the_same_pages(complaint: Slip, dispatch: Slip) -> None:
    pdf = render_many([(complaint, plain()), (dispatch, Marks(reprint=1))], "a5")
    assert len(raster.pages(pdf)) == 4
    pages = texts(pdf)
    assert pages[:2] == texts(render(complaint, "a5"))
    assert pages[2:] == texts(render(dispatch, "a5", Marks(reprint=1)))
    with pytest.raises(ValueError, match="no slips"):
        render_many([], "a5")


def test_two_threads_do_not_disturb_each_other(complaint: Slip, card: Slip) -> None:
    from concurrent.futures import ThreadPoolExecutor

    expected = {"a5": render(complaint, "a5"), "a4": render(card, "a4")}
    jobs = [("a5", complaint), ("a4", card)] * 6
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda job: (job[0], render(job[1], job[0])), jobs))
    assert all(pdf == expected[paper] for paper, pdf in made)


def test_a_broken_pdf_is_explained() -> None:
    with pytest.raises(DeskError) as caught:
        raster.pages(b"not a pdf")
    assert caught.value.code == "pdf-unreadable"


def test_title_of_the_document(complaint: Slip) -> None:
    document = pypdfium2.PdfDocument(render(complaint, "a5"))
    assert document.get_metadata_value("Title") == "投诉/服务登记单 TS-20261121-0031"
    document.close()


def test_the_fonts_in_the_data_folder_are_taken_when_the_site_is_opened(tmp_path, complaint: Slip) -> None:
    from desk.app import open_desk
    from desk.slips.engine import fonts

    folder = paths.fonts(tmp_path)
    folder.mkdir()
    (folder / "own.ttf").write_bytes((paths.resources() / "fonts" / "NotoSansSC-Bold.ttf").read_bytes())
    try:
        open_desk(tmp_path).database.close()
        assert len(fonts.faces()) == 2
        assert render(complaint, "a5")
    finally:
        fonts.use_extra_fonts(tmp_path / "missing")
    assert len(fonts.faces()) == 1


def test_site_font_helps_out(tmp_path, complaint: Slip, monkeypatch: pytest.MonkeyPatch) -> None:
    from desk.slips.engine import fonts

    assert fonts.use_extra_fonts(tmp_path / "missing") == []
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    try:
        fonts.use_extra_fonts(tmp_path)
        with pytest.raises(DeskError) as caught:
            render(complaint, "a5")
        assert caught.value.code == "font-unreadable"
    finally:
        fonts.use_extra_fonts(tmp_path / "missing")
    assert render(complaint, "a5")


def test_the_document_says_whose_it_is_and_when_it_was_issued(complaint):
    from pypdfium2 import PdfDocument

    moment = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
    pdf = render(complaint, "a5", Marks(issued_at=moment))
    said = PdfDocument(pdf).get_metadata_dict()
    assert said["Author"] == complaint.site
    assert said["Subject"] == complaint.title
    assert said["CreationDate"] == "D:20261121023000Z"
    assert b"/Lang (zh-CN)" in pdf
    assert render(complaint, "a5", Marks(issued_at=moment)) == pdf, "a reprint is the same document"


def test_a_figure_of_nothing_stays_in_the_content(complaint):
    from desk.slips.engine.slip import _compact

    assert _compact({"fen": 0, "text": "", "ticked": False, "rows": [], "none": None}) == {"fen": 0}


@pytest.mark.parametrize("sign", ["\ufffe", "\uffff", "\ud800", "\U0001ffff"], ids=ascii)
def test_what_is_no_character_is_left_out(sign):
    from desk.slips.engine.fonts import clean

    assert clean(f"水{sign}管") == "水管"


@pytest.mark.parametrize("paper", ["a5", "a4", "241-half"])
def test_a_signature_never_stands_alone_on_a_page(paper: str) -> None:
    """Whatever the texts' length, what is signed for stands on the page of the signature, at least in part."""
    for lines in range(1, 60, 3):
        slip = Slip(
            kind="x", title="回访记录表", number="X-1", site="阳光花园", fields=(Field("内容", "字" * 40 * lines, span=12),),
            after=(Field("意见", "好" * 20 * lines, span=12),), signatures=(Signature("客户签字"),),
        )  # fmt: skip
        last = flat(texts(render(slip, paper))[-1])
        assert "客户签字" in last
        assert "字字" in last or "好" in last, (paper, lines)


def test_a_figure_of_nothing_is_kept_in_the_content() -> None:
    from desk.slips.engine.slip import _compact

    assert _compact({"none": None, "no": False, "words": "", "many": (), "figure": 0, "part": 0.0}) == {
        "figure": 0,
        "part": 0.0,
    }


def test_the_characters_of_the_program_lie_together_in_the_fonts():
    """So that few of their 10 MB are in memory (`tools/order_fonts.py`)."""
    from reportlab.pdfbase.ttfonts import TTFontFile

    words = "".join(file.read_text(encoding="utf-8") for file in sorted(paths.i18n().glob("zh_*/LC_MESSAGES/desk.po")))
    used = [sign for sign, _count in Counter(words).most_common(500) if sign.isprintable()]
    for file in sorted((paths.resources() / "fonts").glob("*.ttf")):
        places = TTFontFile(str(file)).charToGlyph
        assert len([sign for sign in used if places[ord(sign)] > 1000]) < 10, file.name
