"""Charts: no text over another or over the edge, lengths in proportion, pictures of the right size."""

from __future__ import annotations

import io
import itertools
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.graphics.shapes import Rect, String

from desk import paths
from desk.slips.engine import fonts, raster
from desk.slips.engine.charts import (
    DARK,
    LIGHT,
    Bar,
    Gauge,
    bars,
    chart_png,
    columns,
    gauges,
    png,
    scale,
    shorten,
    size_in_pixels,
    words,
)
from desk.slips.engine.slip import Column, Table
from desk.slips.reports import Figure, Picture, Report, Section, render_report, room
from tests.kit.pdf import page_text

LABELS = st.text("投诉报修噪声渗漏水电梯公共设施维护abc 0123456789䶮", min_size=0, max_size=30)
COUNTS = st.integers(0, 10**7)
WIDTHS = st.sampled_from([180.0, 238.0, 499.0])


def boxes(drawing: Any) -> list[tuple[float, float, float, float, str]]:
    """Left, right, low, high of every text."""
    return [
        (part.x, part.x + fonts.width(part.text, part.fontSize), part.y, part.y + part.fontSize * 0.75, part.text)
        for part in drawing.contents
        if isinstance(part, String) and part.text.strip()
    ]


def assert_readable(drawing: Any) -> None:
    found = boxes(drawing)
    for left, right, low, high, text in found:
        assert left >= -0.5, text
        assert right <= drawing.width + 0.5, text
        assert low >= -0.5, text
        assert high <= drawing.height + 0.5, text
    for one, other in itertools.combinations(found, 2):
        apart = (
            one[1] <= other[0] + 0.1 or other[1] <= one[0] + 0.1 or one[3] <= other[2] + 0.1 or other[3] <= one[2] + 0.1
        )
        assert apart, (one, other)


def lengths(drawing: Any, colour: tuple[int, int, int]) -> list[float]:
    wanted = tuple(round(part / 255, 6) for part in colour)
    return [
        part.width
        for part in drawing.contents
        if isinstance(part, Rect) and tuple(round(p, 6) for p in part.fillColor.rgb()) == wanted
    ]


@settings(max_examples=60)
@given(st.lists(st.builds(Bar, LABELS, COUNTS), max_size=12), WIDTHS)
def test_bars_are_readable_and_in_proportion(rows: list[Bar], width: float) -> None:
    drawing = bars(rows, width)
    assert_readable(drawing)
    found = lengths(drawing, LIGHT.bar)
    assert len(found) == len(rows)
    most = max((row.value for row in rows), default=0)
    for row, length in zip(rows, found, strict=True):
        assert (length > 0) == (row.value > 0)
        if row.value == most and most:
            assert length == pytest.approx(max(found))


@settings(max_examples=60)
@given(st.lists(st.tuples(LABELS, st.integers(0, 100), st.integers(0, 100)), max_size=8), WIDTHS)
def test_gauges_are_readable_and_full_at_a_hundred(rows: list[tuple[str, int, int]], width: float) -> None:
    wanted = [Gauge(label, min(a, b), max(a, b), f"{min(a, b)} / {max(a, b)}") for label, a, b in rows]
    drawing = gauges(wanted, width)
    assert_readable(drawing)
    tracks = lengths(drawing, LIGHT.track)
    assert len(tracks) == len(rows)
    filled = lengths(drawing, LIGHT.bar)
    assert len(filled) == sum(1 for row in wanted if row.whole)
    for row, length in zip((row for row in wanted if row.whole), filled, strict=True):
        assert length == pytest.approx(tracks[0] * row.part / row.whole)


@settings(max_examples=60)
@given(
    st.integers(1, 6).flatmap(
        lambda parts: st.tuples(
            st.lists(st.text("投诉报修求助 abc", max_size=12), min_size=parts, max_size=parts),
            st.lists(st.tuples(LABELS, st.lists(COUNTS, min_size=parts, max_size=parts)), max_size=14),
        )
    ),
    WIDTHS,
)
def test_columns_are_readable(data: tuple[list[str], list[tuple[str, list[int]]]], width: float) -> None:
    series, points = data
    assert_readable(columns(points, series, width))


def test_the_last_column_always_has_its_name() -> None:
    points = [(f"2026-{month:02d}", [month]) for month in range(1, 13)]
    for width in (180.0, 238.0, 499.0):
        shown = [text for *_box, text in boxes(columns(points, ["投诉"], width)) if text.startswith("2026-")]
        assert "2026-12" in shown
    assert len(shown) == 12


def test_parts_that_never_occur_are_not_in_the_legend() -> None:
    texts = words(columns([("11", [1, 0, 2])], ["投诉", "求助", "表扬"], 400.0))
    assert "投诉" in texts
    assert "表扬" in texts
    assert "求助" not in texts


@given(st.integers(0, 10**9))
def test_a_scale_is_of_round_numbers_and_reaches_the_top(most: int) -> None:
    ticks = scale(most)
    assert ticks[0] == 0
    assert ticks[-1] >= max(most, 1)
    assert 2 <= len(ticks) <= 6
    step = ticks[1]
    assert ticks == list(range(0, ticks[-1] + 1, step))
    assert str(step).rstrip("0") in ("1", "2", "5")
    assert ticks[-1] - step < max(most, 1)


@given(LABELS, st.floats(12, 200))
def test_shortened_text_fits_and_says_so(text: str, most: float) -> None:
    found = shorten(text, most)
    assert fonts.width(found, 8.5) <= most + 0.05
    assert found == text or found.endswith("…")


def test_a_picture_has_the_drawings_colours_and_size() -> None:
    drawing = bars([Bar("投诉", 3), Bar("报修", 1, quiet=True)], 238.0, palette=DARK)
    data = chart_png(drawing, 144)
    picture = Image.open(io.BytesIO(data))
    picture.load()
    assert picture.size == size_in_pixels(drawing, 144)
    colours = {colour for _count, colour in picture.convert("RGB").getcolors(1 << 20)}
    assert {DARK.ground, DARK.bar, DARK.quiet} <= colours
    light = Image.open(io.BytesIO(chart_png(bars([Bar("投诉", 3)], 238.0), 96))).convert("RGB")
    assert light.getpixel((0, 0)) == (255, 255, 255)


def test_pixels_keep_their_order() -> None:
    data = bytes([10, 20, 30, 0, 40, 50, 60, 0, 70, 80, 90, 0, 1, 2, 3, 0])
    picture = Image.open(io.BytesIO(png(raster.Picture(2, 2, 8, data))))
    assert [picture.getpixel(spot) for spot in ((0, 0), (1, 0), (0, 1), (1, 1))] == [
        (30, 20, 10), (60, 50, 40), (90, 80, 70), (3, 2, 1),
    ]  # fmt: skip


def test_what_the_font_lacks_stops_no_report() -> None:
    drawing = bars([Bar("王😀", 3)], 238.0)
    assert chart_png(drawing, 96).startswith(b"\x89PNG")
    pdf = render_report(Report("月报😡", sections=(Section(pictures=(Picture("x", "图", drawing),)),)))
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    assert "月报〓" in text
    assert "U+1F621" in text


def test_a_report_keeps_headings_with_what_they_head() -> None:
    table = Table((Column("房号"), Column("次数", right=True)), tuple((f"{n:03d}室", str(n)) for n in range(150)))
    drawing = bars([Bar("投诉", 3)], room("a4"))
    sections = [
        Section("第一节", (Picture("x", "图一", drawing),)),
        Section("第二节", table=table),
        Section("第三节", text="无。"),
    ]
    pdf = render_report(
        Report("客服月报", "2026-11", "阳光花园", "制表", (Figure("受理", "150"),) * 4, tuple(sections))
    )
    pages = [page_text(pdf, index) for index in range(len(raster.pages(pdf)))]
    assert len(pages) > 2
    everything = "".join(pages)
    assert [everything.count(f"{n:03d}室") for n in range(150)] == [1] * 150
    for page in pages:
        assert "客服月报" in page
        if "第二节" in page:
            assert "000室" in page
        if "室" in page:
            assert "房号" in page
    assert "图一" in pages[0]


def test_large_figures_give_way_before_they_leave_their_tile() -> None:
    figures = (Figure("很长的名称" * 6, "123,456,789,012,345", "很长的说明" * 12),) * 4
    picture = raster.page_mono(render_report(Report("报告", figures=figures)), 0, 100)
    edge = int((210 - 17) / 25.4 * 100) + 2
    for y in range(picture.height):
        assert 0 not in picture.data[y * picture.stride + edge : y * picture.stride + picture.width]


def test_charts_and_tables_share_a_font_that_was_loaded_anew(tmp_path: Path) -> None:
    """A site's own font, put into its folder while the program runs, loads all faces again."""
    report = Report("月报", sections=(Section(pictures=(Picture("x", "投诉", bars([Bar("投诉", 3)], 238.0)),)),))
    before = render_report(report)
    (tmp_path / "own.ttf").write_bytes((paths.resources() / "fonts" / "NotoSansSC-Bold.ttf").read_bytes())
    try:
        fonts.use_extra_fonts(tmp_path)
        assert page_text(render_report(report), 0) == page_text(before, 0)
    finally:
        fonts.use_extra_fonts(tmp_path / "missing")
    assert render_report(report) == before
