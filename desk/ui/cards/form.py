"""The application for membership: somebody of the register or somebody new, exactly what the scheme asks for, level, consent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desk.catalog import label
from desk.errors import InvalidInput, Problem
from desk.i18n import N_, _
from desk.rules.kit import identity
from desk.rules.kit.gate import Obstacle
from desk.services import cards
from desk.services.households.views import PersonEntry
from desk.ui.cards.acts import elsewhere
from desk.ui.cards.words import choices
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.page import FormPage
from desk.ui.kit import theme
from desk.ui.kit.record_cards import Facts, FactSheet
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.cards import JoinEntry, MemberView, SchemeView, StandingView
    from desk.services.kit.desk import Desk
    from desk.ui.kit.pages import Shell

_ITEMS = {
    # L10N: 出生日期; 证件; 住址; 手机
    "age": N_("Birthday"),
    "document": N_("Document"),
    "address": N_("Home address"),
    "phone": N_("Mobile phone"),
}
"""What may be on file already, with its name."""


ASKED = {
    "document_kind": "document", "document_number": "document", "birthday": "age", "birthday_calendar": "age",
    "phones": "phone", "address": "address", "goods": "goods",
}  # fmt: skip
"""The fields of what may be on file already: they stay in their places, and take nothing where it is."""


def _always(_values: Mapping[str, Any]) -> bool:
    """Not part of what a draft is called by."""
    return True


class JoinForm(FormPage):
    """Joins a member: what is on file is not asked again."""

    draft_key = "member"

    def __init__(self, shell: Shell, desk: Desk) -> None:
        self._scheme: SchemeView | None = None
        self._standing: StandingView | None = None
        self._asks: frozenset[str] = frozenset()
        self._obstacles: tuple[Obstacle, ...] = ()
        self._looked: tuple[Any, str] = (None, "")
        self._read_number = ""
        self._fresh = False
        self._wanted_tier = ""
        # L10N: 办理入会
        self.spec = FormSpec(N_("Join a member"), self._fields())
        super().__init__(shell, desk)

    # -------------------------------------------------------------------------------------------------- the fields
    def _fields(self) -> tuple[FieldSpec, ...]:
        asked, how = self._asked, self._how
        return (
            FieldSpec(
                "customer_id",
                # L10N: 申请人
                N_("Who joins"),
                "person",
                required=True,
                span="full",
                # L10N: 从住户档案中选择，或直接输入新客户姓名
                help=N_("Choose somebody on file, or type the name of somebody new."),
            ),
            # L10N: 证件种类; 证件号码
            FieldSpec("document_kind", N_("Kind of document"), "choice", choices=_document_kinds, visible_when=_always,
                      default="resident-card", span="full"),
            FieldSpec("document_number", N_("Document number"), visible_when=_always, needed_when=asked("document")),
            # L10N: 出生日期; 历法
            FieldSpec("birthday", N_("Birthday"), "date", visible_when=_always, needed_when=asked("age")),
            FieldSpec("birthday_calendar", N_("Calendar"), "choice", choices=choices("calendars"), visible_when=_always,
                      default="solar"),
            # L10N: 性别; 手机; 住址
            FieldSpec("sex", N_("Sex"), "choice", choices=choices("sexes", blank=True), visible_when=_always),
            FieldSpec("phones", N_("Mobile phone"), "phone-list", visible_when=_always, needed_when=asked("phone")),
            FieldSpec("address", N_("Home address"), span="full", visible_when=_always, needed_when=asked("address")),
            FieldSpec("goods", N_("Mostly bought"), "ticks", choices=choices("goods_types"), span="full", visible_when=_always,
                      needed_when=asked("goods")),
            FieldSpec("latin_name", N_("English name"), max_length=60),
            FieldSpec("email", N_("E-mail"), max_length=80),
            FieldSpec("work_address", N_("Work address"), span="full", max_length=100),
            # L10N: 会员等级; 办理依据
            FieldSpec("tier", N_("Level"), "choice", required=True, choices=self._levels, new_row=True),
            FieldSpec("how", N_("Granted for"), "choice", required=True, choices=self._hows),
            # L10N: 推荐人（单位）; 原入会日期
            FieldSpec("proposed_by", N_("Recommended by"), span="full", visible_when=how("proposal"), needed_when=how("proposal"),
                      keeps_place=True),
            FieldSpec("joined_on", N_("Joined on"), "date", visible_when=how("moved"), needed_when=how("moved"), instead_of="proposed_by"),
            # L10N: 购物小票; 已核对达到该等级办卡标准的小票
            FieldSpec("receipts_seen", N_("Receipts shown"), "check", span="full",
                      visible_when=lambda values: values.get("how") in ("receipts", "request"),
                      instead_of="proposed_by",
                      text=N_("Receipts that reach this level were shown")),
            # L10N: 证件; 已核对证件原件，确为本人
            FieldSpec("identity_seen", N_("Document"), "check", span="full",
                      text=N_("Document compared; it is the same person")),
            # L10N: 同意; 本人同意会员须知和个人信息告知，自愿入会
            FieldSpec("consent", N_("Consent"), "check", span="full",
                      text=N_("agrees to the rules and data notice")),
            # L10N: 问候; 同意接收生日和节日问候
            FieldSpec("greetings", N_("Greetings"), "check", text=N_("agrees to birthday and holiday greetings")),
            # L10N: 通知; 不接收活动通知
            FieldSpec("opted_out", N_("Notices"), "check", text=N_("wants no notices of events")),
            # L10N: 会员卡; 立即发卡
            FieldSpec("card", N_("Card"), "check", text=N_("Issue the card at once"), default=True, visible_when=self._at_once,
                      keeps_place=True),
            elsewhere("card_number", visible_when=lambda values: self._at_once(values) and bool(values.get("card"))),
            # L10N: 特批原因
            FieldSpec("waive", N_("Waived because"), span="full", visible_when=lambda _values: self._waivable(),
                      help=N_("Only with an approval by PIN. Left empty, nothing is waived.")),
        )  # fmt: skip

    def _asked(self, item: str) -> Callable[[Mapping[str, Any]], bool]:
        return lambda _values: item in self._asks

    @staticmethod
    def _how(code: str) -> Callable[[Mapping[str, Any]], bool]:
        return lambda values: values.get("how") == code

    def _new(self, values: Mapping[str, Any]) -> bool:
        return values.get("customer_id") is None

    @staticmethod
    def _at_once(values: Mapping[str, Any]) -> bool:
        return values.get("how") not in ("request", "proposal")

    def _waivable(self) -> bool:
        return any(each.waivable_by for each in self._obstacles)

    def _levels(self) -> list[tuple[str, str]]:
        scheme = self._scheme
        if scheme is None:
            return []
        return [(each.code, each.name) for each in scheme.levels if each.joins]

    def _hows(self) -> list[tuple[str, str]]:
        scheme = self._scheme
        if scheme is None:
            return []
        codes = ("request", "proposal", "moved") if scheme.by_request else ("receipts", "moved")
        if not scheme.by_request and scheme.free_level:
            codes = ("campaign", *codes)
        return [(code, label("member_hows", code)) for code in codes]

    def _show_asks(self) -> None:
        """What is on file is not asked again; no field moves because of who was chosen."""
        new = self._new(self.form.values())
        for name in (*ASKED, "sex"):
            field = self.form.field(name)
            asked = new if name == "sex" else ASKED[name] in self._asks
            field.setEnabled(asked)
            if hasattr(field, "setPlaceholderText"):
                # L10N: 档案中已有
                field.setPlaceholderText("" if asked else _("On file already"))
        self.form.set_values({})

    # ------------------------------------------------------------------------------------------------- around it
    def above(self) -> QWidget:
        self._told = theme.text("", "note-warning", wrap=True)
        self._told.hide()
        return self._told

    def side(self) -> QWidget:
        card = theme.Card()
        self._known, self._gives = Facts(), Facts()
        self._known_head, self._gives_head = theme.text("", "strong"), theme.text("", "strong")
        for widget in (self._known_head, self._known, self._gives_head, self._gives):
            card.body.addWidget(widget)
        card.body.addStretch(1)
        return card

    def _show_side(self) -> None:
        standing, scheme = self._standing, self._scheme
        known = standing.known if standing is not None else {}
        # L10N: 档案中已有
        self._known_head.setText(_("On file already") if known else "")
        self._known.fill(
            FactSheet("", (), tuple((_(_ITEMS[item]), words, "") for item, words in known.items() if item in _ITEMS))
        )
        tier = self.form.value("tier")
        level = next((each for each in scheme.levels if each.code == tier), None) if scheme is not None else None
        self._gives_head.setText(f"{scheme.name} · {level.name}" if scheme is not None and level is not None else "")
        self._gives.fill(FactSheet("\n".join(level.lines) if level is not None else ""))
        words = [each.words for each in self._obstacles]
        if standing is not None and standing.member_id is not None:
            # L10N: 此人已是会员（{number}），一人只有一个会籍
            words.append(_("This person is a member already ({number}); there is one membership a person.").format(
                number=standing.member_number))  # fmt: skip
        self._told.setText("\n".join(words))
        self._told.setVisible(bool(words))

    # ------------------------------------------------------------------------------------------------------ opening
    def open(self, **args: Any) -> None:
        """`customer_id`: somebody on file, `(id, name)`, or the name of somebody new; `tier`: the level that was earned."""
        args.pop("unit_id", None)  # of the household it was begun on
        self._standing, self._obstacles, self._looked, self._read_number = None, (), (None, ""), ""
        self._fresh = True
        self._wanted_tier = str(args.pop("tier", "") or "")
        super().open(**args)
        self._asks = frozenset(self._scheme.demands) if self._scheme is not None else frozenset()
        desk = self.desk

        def look() -> SchemeView:
            return cards.scheme_in_force(desk)

        self.ask(look, self._scheme_known)

    def _scheme_known(self, scheme: SchemeView) -> None:
        self._scheme = scheme
        form = self.form
        if self._standing is None:
            self._asks = frozenset(scheme.demands)
        self._show_asks()
        with form.quietly():
            form.refill("tier")
            form.refill("how")
            codes = [code for code, _words in self._levels()]
            if not form.value("tier"):
                first = self._wanted_tier if self._wanted_tier in codes else scheme.free_level or next(iter(codes), "")
                form.set_value("tier", first)
            if not form.value("how"):
                form.set_value("how", next((code for code, _words in self._hows()), ""))
            form.set_values({})
        self._show_side()
        self._to_the_first()
        self._look()

    def _to_the_first(self) -> None:
        """The fields that are asked for are known only now: the cursor goes to the first that is empty."""
        if self._fresh and self.shell.page() is self:
            self.form.focus_first()

    def changed(self) -> None:
        self._fill_from_number()
        self._show_side()
        self._look()

    def _fill_from_number(self) -> None:
        """A resident card says the birthday and the sex: they are filled in once it is complete."""
        form, today = self.form, self.desk.today()
        number = form.value("document_number") or ""
        if not form.has_field("document_number") or number == self._read_number:
            return
        self._read_number = number
        kind = form.value("document_kind") or "resident-card"
        found = identity.check_document(kind, number, today=today) if number else None
        if found is None or found.error is not None or found.birthday is None:
            return
        with form.quietly():
            if form.has_field("birthday") and form.value("birthday") is None:
                form.set_value("birthday", found.birthday)
            if form.has_field("sex") and not form.value("sex") and found.sex:
                form.set_value("sex", found.sex)

    def _look(self) -> None:
        """Reads what is on file of the chosen person and what stands in the way, once for each person and level."""
        wanted = (self.form.value("customer_id"), self.form.value("tier") or "")
        if wanted == self._looked:
            return
        self._looked = wanted
        desk = self.desk
        customer_id, tier = wanted

        def look() -> tuple[StandingView | None, tuple[Obstacle, ...]]:
            standing = cards.standing(desk, customer_id) if customer_id is not None else None
            return standing, cards.join_obstacles(desk, customer_id, tier)

        def show(answer: tuple[StandingView | None, tuple[Obstacle, ...]]) -> None:
            if wanted != (self.form.value("customer_id"), self.form.value("tier") or ""):
                return
            self._standing, self._obstacles = answer
            if self._standing is not None:
                self._asks = frozenset(self._standing.asks)
            elif self._scheme is not None:
                self._asks = frozenset(self._scheme.demands)
            self._show_asks()
            self._show_side()
            self._to_the_first()
            self._fresh = False

        self.ask(look, show)

    def retranslate(self) -> None:
        super().retranslate()
        if self.form is not None:
            self._show_side()
            self._show_asks()

    # ------------------------------------------------------------------------------------------------------- saving
    def save(self, values: dict[str, Any]) -> MemberView:
        try:
            return cards.join(self.desk, self._entry(values))
        except InvalidInput as error:
            codes = {each.code for each in self._obstacles}
            problems = [
                Problem(each.code, each.message, _place(each.field, codes, waivable=self._waivable()), each.warning)
                for each in error.problems
            ]
            raise InvalidInput(problems) from error

    def _entry(self, values: dict[str, Any]) -> JoinEntry:
        customer_id = values["customer_id"]
        unasked = {name for name, item in ASKED.items() if item not in self._asks} | (
            {"sex"} if customer_id is not None else set()
        )
        nothing: dict[str, Any] = {"birthday": None, "phones": (), "goods": ()}
        values = {name: nothing.get(name, "") if name in unasked else value for name, value in values.items()}
        person = PersonEntry(
            name=values["customer_id_text"] if customer_id is None else "",
            sex=values["sex"],
            document_kind=values["document_kind"] if values["document_number"] else "",
            document_number=values["document_number"],
            birthday=values["birthday"],
            birthday_calendar=values["birthday_calendar"] or "solar",
            phones=values["phones"],
            address=values["address"],
        )
        waive = values["waive"].strip()
        return cards.JoinEntry(
            person, customer_id, values["tier"], values["how"], values["proposed_by"], values["receipts_seen"],
            values["identity_seen"], values["latin_name"], values["email"], values["work_address"],
            tuple(values["goods"] or ()), values["consent"], values["greetings"], values["opted_out"], values["card"],
            values["card_number"], values["joined_on"], "", {each.code: waive for each in self._obstacles if each.waivable_by and waive},
        )  # fmt: skip

    def saved(self, result: MemberView, printing: bool) -> None:
        if result.state == "applied":
            # L10N: {name} 的入会申请 {number} 已登记，待批准
            words = _("The application {number} of {name} is noted; a leader decides it.")
        else:
            # L10N: {name} 已入会，{number}
            words = _("{name} has joined: {number}.")
        page = self.shell.leave_for("member", member_id=result.id)
        self.shell.messages.info(words.format(name=result.name, number=result.number))
        if printing and page is not None:
            slips = list(result.slips)

            def go(place: int = 0) -> None:
                if place < len(slips):
                    print_slip(page, slips[place], on_done=lambda: go(place + 1))

            go()


def _place(name: str, obstacles: set[str], *, waivable: bool) -> str:
    if name == "name":
        return "customer_id"
    return "waive" if name in obstacles and waivable else name


def _document_kinds() -> list[tuple[str, str]]:
    return [
        (str(kind), identity.kind_name(kind))
        for kind in identity.DocumentKind
        if kind != identity.DocumentKind.CREDIT_CODE
    ]


__all__ = ["JoinForm"]
