"""The counters of the shops and the partner merchants (handbook A9, V8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desk.catalog import catalog
from desk.i18n import N_, _, ngettext
from desk.rules.schemes.words import rate_words
from desk.services import schemes
from desk.services.kit.paging import Page as Rows
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import words as say
from desk.ui.kit.list_page import ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.schemes import CounterView, PartnerView


def _kinds_of_goods() -> list[tuple[str, str]]:
    return [("", ""), *((each.code, each.label) for each in catalog("goods_types"))]


class CountersPage(ListPage):
    """The counters; Ins adds one, Ctrl+E changes one."""

    # L10N: 专柜
    heading = N_("Counters of the shops")
    views = (
        # L10N: 在营; 含已撤柜
        View("here", N_("Open now"), N_("No counter is on file yet. Ins adds the first one.")),
        View("all", N_("All"), N_("No counter is on file yet. Ins adds the first one.")),
    )
    shows = frozenset({"shop-counter"})

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 个专柜
        return ngettext("{n} counter", "{n} counters", total)

    def columns(self) -> tuple[Column, ...]:
        def part(row: CounterView) -> str:
            # L10N: 参加; 特公价，不打折
            return _("takes part") if row.takes_part else _("special prices: no discount")

        return (
            # L10N: 编号; 名称; 商品类型; 会员折扣; 撤柜
            Column("code", N_("Code"), 10, bold=True, least=8),
            Column("name", N_("Name of the counter"), 24, least=14),
            Column("category", N_("Kinds of goods"), 16, get=lambda row: row.category_words),
            Column("part", N_("Members' price"), 22, get=part, tone=lambda row: "" if row.takes_part else "amber"),
            Column("until", N_("Last day"), 11, get=lambda row: say.day(row.until)),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            ListAct("change", N_("Change"), "Enter", self.ask_counter, at="under"),
            # L10N: 特约商户
            ListAct("partners", N_("Partner merchants"), "Ctrl+1", lambda: self.shell.open_page("partners"), on="list", at="head"),
            # L10N: 新增专柜
            ListAct("add", N_("Add a counter"), "Ins", lambda: self.ask_counter(None), on="list", at="head", role="primary"),
        )  # fmt: skip

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        found = schemes.counters(desk, closed=query.view == "all")
        return Rows(found[part.offset : part.offset + part.limit], len(found))

    def ask_counter(self, row: CounterView | None) -> None:
        """Asks for a counter, new or to be changed."""
        desk = self.desk
        spec = FormSpec(
            N_("Counter (shop)"),
            (
                FieldSpec("code", N_("Code"), required=True, max_length=12),
                FieldSpec("name", N_("Name of the counter"), required=True, max_length=40),
                FieldSpec("category", N_("Kinds of goods"), "choice", choices=_kinds_of_goods),
                # L10N: 最后营业日
                FieldSpec("until", N_("Last day"), "date", help=N_("Left empty: it is there.")),
                FieldSpec("takes_part", N_("Members' price"), "check", text=N_("Takes part in discounts and redemption"), default=True),
            ),
        )  # fmt: skip

        def save(values: dict[str, Any]) -> Any:
            return schemes.save_counter(desk, schemes.CounterEntry(**values), row.id if row else None)

        values = (
            {name: getattr(row, name) for name in ("code", "name", "category", "until", "takes_part")} if row else None
        )
        dialog = ActDialog(self, spec, save, yes=_("Save"), values=values)
        dialog.approval.ask("supervisor")
        dialog.acted.connect(lambda after: self.shell.messages.info(_("{name} is saved.").format(name=after.name)))
        dialog.start()


class PartnersPage(ListPage):
    """The partner merchants with what they give each level; Ins adds one."""

    # L10N: 特约商户
    heading = N_("Partner merchants")
    views = (
        View("here", N_("Now"), N_("No partner merchant is on file yet. Ins adds the first one.")),
        View("all", N_("All"), N_("No partner merchant is on file yet. Ins adds the first one.")),
    )
    shows = frozenset({"partner", "scheme"})

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 家商户
        return ngettext("{n} partner", "{n} partners", total)

    def columns(self) -> tuple[Column, ...]:
        def rates(row: PartnerView) -> str:
            return " · ".join(words for rate in row.rates.values() if (words := rate_words(rate)))

        return (
            Column("name", N_("Name of the merchant"), 24, bold=True, least=14),
            # L10N: 各等级折扣
            Column("rates", N_("Price by level"), 36, get=rates),
            Column("since", N_("From"), 11, get=lambda row: say.day(row.since), least=11),
            Column("until", N_("Last day"), 11, get=lambda row: say.day(row.until)),
            Column("note", N_("Note"), 20),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            ListAct("change", N_("Change"), "Enter", self.ask_partner, at="under"),
            # L10N: 新增商户
            ListAct(
                "add", N_("Add a partner"), "Ins", lambda: self.ask_partner(None), on="list", at="head", role="primary"
            ),
        )

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        found = schemes.partners(desk, closed=query.view == "all")
        return Rows(found[part.offset : part.offset + part.limit], len(found))

    def ask_partner(self, row: PartnerView | None) -> None:
        """Asks for a partner, new or to be changed; the rate is one for all levels, or each level's own."""
        desk = self.desk
        spec = FormSpec(
            N_("Partner merchants"),
            (
                FieldSpec("name", N_("Name of the merchant"), required=True, max_length=40),
                # L10N: 统一折扣（折）
                FieldSpec(
                    "rate",
                    N_("Card price (tenths)"),
                    "number",
                    help=N_("Left empty: as the scheme says for each level"),
                ),
                FieldSpec("since", N_("From"), "date", required=True, default=None),
                FieldSpec("until", N_("Last day"), "date"),
                FieldSpec("note", N_("Note"), span="full", max_length=120),
            ),
        )

        def save(values: Mapping[str, Any]) -> Any:
            codes = schemes.current(desk).codes
            rates = {code: int(values["rate"] * 100) for code in codes} if values["rate"] else {}
            entry = schemes.PartnerEntry(values["name"], values["since"], values["until"], rates, values["note"])
            return schemes.save_partner(desk, entry, row.id if row else None)

        values: dict[str, Any] = {"since": desk.today()}
        if row is not None:
            values = {name: getattr(row, name) for name in ("name", "since", "until", "note")}
        dialog = ActDialog(self, spec, save, yes=_("Save"), values=values)
        dialog.approval.ask("supervisor")
        dialog.acted.connect(lambda after: self.shell.messages.info(_("{name} is saved.").format(name=after.name)))
        dialog.start()


__all__ = ["CountersPage", "PartnersPage"]
