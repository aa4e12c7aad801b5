"""The fields that the forms of moves share: who moves, defects, keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desk.i18n import N_, _
from desk.services.moves import MoverEntry
from desk.ui.forms import FieldSpec
from desk.ui.forms.rows import RowsField
from desk.ui.moves.words import choices

_PERSON = (
    # L10N: 姓名
    FieldSpec("name", N_("Name"), max_length=30),
    # L10N: 关系
    FieldSpec("relation", N_("Relation"), max_length=20),
    # L10N: 身份证号
    FieldSpec("document_number", N_("Document number"), max_length=30),
    # L10N: 电话
    FieldSpec("phone", N_("Phone"), max_length=30),
    # L10N: 照片（张）
    FieldSpec("photos", N_("Photos"), "number"),
    # L10N: 已核验证件
    FieldSpec("identity", N_("Identity"), "check", text=N_("seen")),
)
_DEFECT = (
    # L10N: 房间
    FieldSpec("room", N_("Room of the home"), "choice", choices=choices("handover_rooms", blank=True)),
    # L10N: 项目
    FieldSpec("item", N_("Item"), "choice", choices=choices("handover_items", blank=True)),
    # L10N: 缺陷
    FieldSpec("words", N_("Defect"), max_length=120),
    # L10N: 物业已知
    FieldSpec("stated", N_("Known"), "check", text=N_("yes")),
)
_KEY = (
    # L10N: 钥匙种类
    FieldSpec("kind", N_("Kind of key"), "choice", choices=choices("move_key_kinds", blank=True)),
    # L10N: 编号
    FieldSpec("number", N_("Key number"), max_length=20),
    # L10N: 数量
    FieldSpec("pieces", N_("How many"), "number"),
)


def _whole(line: Mapping[str, Any], *names: str) -> Mapping[str, str]:
    """What is missing in a line, by cell."""
    # L10N: 请填写
    return {name: _("Fill this in.") for name in names if not line.get(name)}


def people_field(*, required: bool = False) -> FieldSpec:
    """Who moves in, the applicant first."""
    return FieldSpec(
        "people",
        # L10N: 入住人（申请人在第一行）
        N_("Who moves in"),
        "lines",
        required=required,
        span="full",
        # L10N: 第一行为申请人；每人一寸照片两张
        help=N_("The applicant first; two one-inch photos of each."),
        widget=lambda spec, desk: RowsField(
            spec, desk, _PERSON, (3, 2, 5, 3, 2, 2), wrong=lambda line: _whole(line, "name")
        ),
    )


def defects_field() -> FieldSpec:
    """Defects by room and item."""
    return FieldSpec(
        "defects",
        # L10N: 缺陷（自动转报修）
        N_("Defects"),
        "lines",
        span="full",
        # L10N: 先填物业已知的，再填业主发现的；每条自动登记报修
        help=N_("First those the centre knows of, then those found; each becomes a repair request."),
        widget=lambda spec, desk: RowsField(
            spec, desk, _DEFECT, (4, 4, 6, 2), wrong=lambda line: _whole(line, "room", "item", "words")
        ),
    )


def keys_field() -> FieldSpec:
    """Keys by kind and number."""
    return FieldSpec(
        "keys",
        # L10N: 钥匙
        N_("Keys to hand out"),
        "lines",
        required=True,
        span="full",
        widget=lambda spec, desk: RowsField(
            spec, desk, _KEY, (4, 3, 2), wrong=lambda line: _whole(line, "kind", "pieces")
        ),
    )


def movers(lines: Any, *, company: bool = False, known: Mapping[str, int] | None = None) -> tuple[Any, ...]:
    """The lines typed as entries; `known`: ids of who is named already, by name."""
    ids = known or {}
    return tuple(
        MoverEntry(
            line["name"], ids.get(line["name"].strip()), line["relation"], "", line["document_number"] or "",
            line["phone"] or "", photos=int(line["photos"] or 0), identity=line["identity"],
            company=company and place == 0,
        )
        for place, line in enumerate(lines)
    )  # fmt: skip


__all__ = ["defects_field", "keys_field", "movers", "people_field"]
