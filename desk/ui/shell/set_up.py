"""The first set-up: language, the centre, its buildings, and the manager's login. One sheet, by keyboard."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk import i18n
from desk.i18n import N_, _
from desk.rules.kit import passwords, rooms
from desk.services import site
from desk.ui.forms import Form, FormSpec
from desk.ui.forms.fields import FieldSpec
from desk.ui.forms.saving import submit
from desk.ui.kit import tasks, theme, translator
from desk.ui.kit.pages import scrolling, shortcut
from desk.ui.kit.translator import languages

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk


SPEC = FormSpec(
    # L10N: 首次设置
    N_("First set-up"),
    (
        # L10N: 界面语言
        FieldSpec(
            "language", N_("Language"), "choice", required=True, choices=languages, default=i18n.DEFAULT_LANGUAGE
        ),
        # L10N: 单据语言
        FieldSpec(
            "slip_language",
            N_("Language of slips"),
            "choice",
            required=True,
            choices=languages,
            default=i18n.DEFAULT_LANGUAGE,
        ),
        # Asked first: whether the data is to be encrypted is decided before any of it is typed, and not overlooked at the end.
        # L10N: 站点密码（加密数据）
        FieldSpec(
            "site_password",
            N_("Site password (encrypts the data)"),
            "secret",
            max_length=128,
            new_row=True,
            # L10N: 建议设置：每天第一次启动时输入；不加密则留空。
            help=N_(
                "Advised: it is typed at each start, and a stolen PC or stick tells nothing. Empty: not encrypted."
            ),
        ),
        # L10N: 再输入一次
        FieldSpec("site_password_again", N_("Once more"), "secret", max_length=128),
        # L10N: 服务中心名称
        FieldSpec("site_name", N_("Name of the centre"), required=True, max_length=60, new_row=True),
        # L10N: 服务热线
        FieldSpec("hotline", N_("Hotline"), max_length=40),
        FieldSpec(
            "buildings",
            # L10N: 楼栋
            N_("Buildings"),
            span="full",
            # L10N: 例如 1-6栋, A座；也可稍后随花名册一起导入
            help=N_("Such as 1-6栋, A座. Leave empty when the rooms come with a roster."),
        ),
        # L10N: 每栋单元数
        FieldSpec("entrances", N_("Entrances"), "number", default=1),
        # L10N: 楼层数
        FieldSpec("floors", N_("Floors"), "number", default=18),
        # L10N: 每层户数
        FieldSpec("rooms_per_floor", N_("Rooms per floor"), "number", default=4),
        # L10N: 经理姓名
        FieldSpec("manager_name", N_("Manager"), required=True, max_length=30, new_row=True),
        # L10N: 登录名
        FieldSpec("manager_login", N_("Sign-in name"), required=True, max_length=20),
        # L10N: PIN 码（数字）
        FieldSpec("manager_pin", N_("PIN (digits)"), "pin", required=True, max_length=12, new_row=True),
        FieldSpec("again", N_("PIN again"), "pin", required=True, max_length=12),
    ),
)


def expand(text: str) -> list[str]:
    """`1-3栋, A座` → 1栋, 2栋, 3栋, A座."""
    found: list[str] = []
    for part in re.split(r"[,;、\s]+", unicodedata.normalize("NFKC", text).strip()):
        run = re.fullmatch(r"(\d{1,3})\s*[-~至到]\s*(\d{1,3})\s*(\D*)", part)
        if run and int(run[1]) <= int(run[2]):
            found += [f"{number}{run[3] or '栋'}" for number in range(int(run[1]), int(run[2]) + 1)]
        elif part:
            found.append(f"{part}栋" if part.isdigit() else part)
    return found


class SetUpPage(QWidget):
    """Covers the window until the site has been set up.

    Signals:
        finished: the site is ready and the manager is signed in.
        encrypt: after that, with the site password that the data is to be encrypted by.
    """

    finished = Signal()
    encrypt = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        content = QWidget()
        area = scrolling(content)
        outer.addWidget(area)
        middle = QHBoxLayout(content)
        middle.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        middle.addStretch(1)
        card = theme.Card()
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        card.setMaximumWidth(theme.characters(self, 118))
        middle.addWidget(card, 10, Qt.AlignmentFlag.AlignTop)
        middle.addStretch(1)
        body = card.body
        body.setContentsMargins(8, 4, 8, 4)
        body.setSpacing(12)
        self._title = theme.text("", "title")
        self._words = theme.text("", "muted", wrap=True)
        body.addWidget(self._title)
        body.addWidget(self._words)
        self.button = theme.Button("", key="Ctrl+Enter", role="primary")
        self.form = Form(SPEC, desk)
        self.busy = tasks.Busy(self.form.set_read_only)
        self.form.set_values({"language": i18n.current_language(), "slip_language": i18n.current_language()})
        self.form.mark_saved()
        self.form.field("language").changed.connect(self._language)
        self.form.finished.connect(lambda: self.button.setFocus(Qt.FocusReason.TabFocusReason))
        self.form.focused.connect(lambda cell: area.ensureWidgetVisible(cell, 0, 24))
        self.form.changed.connect(self._count)
        body.addWidget(self.form)
        self._total = theme.text("", "muted")
        row = QHBoxLayout()
        row.addWidget(self._total)
        row.addStretch(1)
        self.button.clicked.connect(self.submit)
        row.addWidget(self.button)
        body.addLayout(row)
        body.addStretch(1)
        for key in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            shortcut(key, self, self.submit)
        self.retranslate()

    def _language(self) -> None:
        language = self.form.value("language")
        app = QApplication.instance()
        if language and language != i18n.current_language() and isinstance(app, QApplication):
            if self.form.value("slip_language") == i18n.current_language():
                self.form.set_value("slip_language", language)  # it followed the screen so far
            translator.switch_language(app, language)

    def _names(self) -> list[str]:
        return expand(self.form.value("buildings"))

    def _figures(self) -> tuple[int, int, int]:
        entrances, floors, rooms = (
            int(self.form.value(name) or 0) for name in ("entrances", "floors", "rooms_per_floor")
        )
        return entrances, floors, rooms

    def _count(self) -> None:
        entrances, floors, per_floor = self._figures()
        names = self._names()
        total = len(names) * max(1, entrances) * floors * per_floor
        figures = dict(zip(rooms.MOST_OF, (entrances, floors, per_floor), strict=True))
        wrong = any(not 0 <= figure <= rooms.MOST_OF[name] for name, figure in figures.items())
        wrong = wrong or any(name in self.form.check() for name in figures)
        # L10N: 共 {buildings} 栋 {rooms} 户
        words = _("{buildings} buildings, {rooms} rooms").format(buildings=len(names), rooms=f"{total:,}")
        self._total.setText("" if wrong or not names else words)

    def submit(self) -> None:
        """Sets the site up."""
        typed = self.form.values()
        wrong = {}
        if typed["again"] and typed["manager_pin"] and typed["again"] != typed["manager_pin"]:
            wrong["again"] = _("The two PINs differ.")
        password = typed["site_password"]
        if password or typed["site_password_again"]:
            fault = passwords.fault(password)
            if fault is not None:
                wrong["site_password"] = fault[1]
            if passwords.plain(password) != passwords.plain(typed["site_password_again"]):
                wrong["site_password_again"] = _("The two passwords differ.")
        names, (entrances, floors, per_floor) = self._names(), self._figures()

        def work(values: dict[str, Any]) -> Any:
            plans = tuple(site.BuildingPlan(name, entrances, floors, per_floor) for name in names)
            wanted = (
                "site_name",
                "hotline",
                "language",
                "manager_name",
                "manager_login",
                "manager_pin",
                "slip_language",
            )
            return site.set_up(self._desk, site.SetUp(buildings=plans, **{name: values[name] for name in wanted}))

        submit(
            self.form,
            work,
            owner=self,
            busy=self.busy,
            done=lambda _site: self._done(password),
            failed=lambda error: self.form.show_problems({"": error.message}),
            wrong=wrong,
        )

    def _done(self, password: str) -> None:
        self.finished.emit()
        if password:
            self.encrypt.emit(password)

    def retranslate(self) -> None:
        """Says its words anew."""
        # L10N: 欢迎使用前台
        self._title.setText(_("Welcome to Desk"))
        # L10N: 填好下面几项就可以开始；以后都能在“设置”里修改。
        self._words.setText(_("A few lines and the counter opens. Everything can be changed later in Settings."))
        # L10N: 开始使用
        self.button.set_words(_("Open the counter"))
        self._count()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.form.focus_first()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
