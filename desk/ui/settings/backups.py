"""Settings: backups and the way back, the places outside, encryption."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout

from desk import paths
from desk.errors import DeskError
from desk.i18n import N_, _, ngettext
from desk.services.site import backup, encryption, places, restore, second
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import messages, tasks, theme
from desk.ui.kit import words as say
from desk.ui.kit.list_card import ListAct, ListCard
from desk.ui.kit.pages import Page, PageAction
from desk.ui.kit.tables import Column
from desk.ui.settings.parts import Part
from desk.ui.site import offline, recovery

PLACES = FormSpec(
    # L10N: 数据文件夹以外的地方
    N_("Places outside the data folder"),
    (
        FieldSpec(
            "second",
            # L10N: 第二备份位置
            N_("Second place for copies"),
            max_length=400,
            span="full",
            # L10N: U 盘或共享上的文件夹，每周复制一份
            help=N_("A folder on a stick or a share; a copy goes there every week."),
        ),
        FieldSpec(
            "anchor",
            # L10N: 存证文件
            N_("File of anchors"),
            max_length=400,
            span="full",
            # L10N: 每次备份后在此文件末尾写一行操作记录的存证；放在别人管理的共享上
            help=N_(
                "After each backup a line is added that proves the record of acts; best on a share that others keep."
            ),
        ),
    ),
)
NEW_PASSWORD = (
    # L10N: 站点密码
    FieldSpec("password", N_("Site password"), "secret", required=True, max_length=128),
    # L10N: 再输入一次
    FieldSpec("again", N_("Once more"), "secret", required=True, max_length=128),
)
ENCRYPT = FormSpec(
    # L10N: 加密数据
    N_("Encrypt the data"),
    NEW_PASSWORD,
)
# L10N: 更改站点密码
CHANGE = FormSpec(
    N_("Change the site password"),
    (
        # L10N: 现在的密码或恢复码
        FieldSpec("old", N_("Password so far, or recovery code"), "secret", required=True, max_length=128),
        *NEW_PASSWORD,
    ),
)
# L10N: 取消加密
DECRYPT = FormSpec(N_("Take the encryption away"), NEW_PASSWORD[:1])
# L10N: 新的恢复码
NEW_CODE = FormSpec(N_("New recovery code"), NEW_PASSWORD[:1])
# L10N: 备份当时的密码
OF_COPY = FormSpec(N_("Password of the backup"), NEW_PASSWORD[:1])


class Backups(Part):
    """When the last backup was made, one now, one back; where else copies go; whether the data is encrypted."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.card = theme.Card()
        self.last = theme.text("", "strong", wrap=True)
        self.rule = theme.text("", "muted", wrap=True)
        for label in (self.last, self.rule):
            self.card.body.addWidget(label)
        row = QHBoxLayout()
        self.now_button = theme.Button("", key="Ctrl+S", role="primary")
        self.now_button.clicked.connect(self.save)
        self.folder_button = theme.Button("", key="Ctrl+O")
        self.folder_button.clicked.connect(self._open_folder)
        row.addWidget(self.now_button)
        row.addWidget(self.folder_button)
        row.addStretch(1)
        self.card.body.addLayout(row)
        self.box.addWidget(self.card)
        self.copies = ListCard(
            (
                Column("at", N_("Made"), 22, bold=True, get=self._made_at),
                # L10N: 当时的操作数
                Column(
                    "count", N_("Acts by then"), 14, get=lambda copy: "" if copy.count is None else f"{copy.count:,}"
                ),
                Column("file", N_("Backup file"), 50, get=lambda copy: str(copy.file.name)),
            ),
            (ListAct("restore", N_("Restore"), "Enter", self._restore, at="under", fits=lambda _row: self.may_try()),),
        )
        self.copies.table.fit_rows(8)
        self.box.addWidget(self.copies)
        self.places = theme.Card()
        self.second = theme.text("", wrap=True)
        self.anchor = theme.text("", wrap=True)
        self.places.body.addWidget(self.second)
        self.places.body.addWidget(self.anchor)
        row = QHBoxLayout()
        self.places_button = theme.Button("", key="Ctrl+1")
        self.places_button.clicked.connect(self.name_places)
        self.second_button = theme.Button("", key="Ctrl+2")
        self.second_button.clicked.connect(self.copy_second)
        row.addWidget(self.places_button)
        row.addWidget(self.second_button)
        row.addStretch(1)
        self.places.body.addLayout(row)
        self.box.addWidget(self.places)
        self._build_encryption()
        self.box.addStretch(1)
        self._at: Any = None
        self._places: Any = None
        self._state: Any = None

    def _made_at(self, copy: Any) -> str:
        return say.moment(self.desk, copy.at.replace(tzinfo=self.desk.zone))

    def _build_encryption(self) -> None:
        self.encryption = theme.Card()
        self.state = theme.text("", wrap=True)
        self.encryption.body.addWidget(self.state)
        row = QHBoxLayout()
        self.turn_button = theme.Button("", key="Ctrl+3")
        self.turn_button.clicked.connect(self.turn)
        self.password_button = theme.Button("", key="Ctrl+4")
        self.password_button.clicked.connect(self.change_password)
        self.code_button = theme.Button("", key="Ctrl+5")
        self.code_button.clicked.connect(self.new_code)
        for button in (self.turn_button, self.password_button, self.code_button):
            row.addWidget(button)
        row.addStretch(1)
        self.encryption.body.addLayout(row)
        self.box.addWidget(self.encryption)

    def refresh(self) -> None:
        def read() -> Any:
            view = places.show(self.desk)
            second = Path(view.second) if view.second else None
            return (
                backup.latest_backup(self.desk.data, now=self.desk.now()),
                view,
                encryption.state(self.desk),
                list(restore.backups_of(self.desk.data, second)),
            )

        def show(found: Any) -> None:
            self._at, self._places, self._state, copies = found
            self.copies.table.set_rows(copies)
            self.copies.show_state()
            self.retranslate()

        tasks.run(read, on_done=show, owner=self)

    def actions_by_key(self) -> tuple[PageAction, ...]:
        own = (
            PageAction(N_("Open the folder"), "Ctrl+O", self._open_folder),
            PageAction(N_("Name the places"), "Ctrl+1", self.name_places),
            PageAction(N_("Copy to the second place"), "Ctrl+2", self.copy_second),
            PageAction(N_("Encryption"), "Ctrl+3", self.turn),
            PageAction(N_("Change the site password"), "Ctrl+4", self.change_password),
            PageAction(N_("New recovery code"), "Ctrl+5", self.new_code),
        )
        return own + self.copies.actions_by_key()

    # ---------------------------------------------------------------------------------------------------- backups
    def save(self) -> None:
        """A backup now."""

        def work(progress: Any) -> Any:
            return backup.backup(self.desk, progress=progress.step)

        tasks.run(work, on_done=self._made, progress=_("Backup"), owner=self)

    def _made(self, made: Any) -> None:
        if made.faulty:
            # L10N: 备份完整，但数据本身有错误，请运行 desk check
            self.shell.messages.error(_("The copy is whole, but the data has a fault; see desk check."))
        else:
            # L10N: 备份已完成并校验：{file}
            self.shell.messages.info(_("Backup made and checked: {file}").format(file=made.file.name))
        self.refresh()
        self.shell.changed()

    def _open_folder(self) -> None:
        folder = paths.backups(self.desk.data)
        folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _restore(self, copy: Any, secret: str | None = None) -> None:
        """Asks what would be lost, says it, and puts the copy back."""

        def read() -> Any:
            return restore.ask(self.desk, copy.file, secret=secret)

        def failed(error: DeskError) -> None:
            if error.code not in ("password-needed", "wrong-password"):
                self.shell.messages.explain(error)
                return
            dialog = ActDialog(
                self.page, OF_COPY, lambda values: values["password"], yes=_("Go on"), note=error.message
            )
            dialog.acted.connect(lambda typed: self._restore(copy, typed))
            dialog.start()

        tasks.run(read, on_done=partial(self._confirm, secret), on_error=failed, owner=self, pool=tasks.LONG)

    def _confirm(self, secret: str | None, lost: Any) -> None:
        # L10N: 恢复备份; 恢复; 取消
        if messages.ask(
            self.window(),
            _("Restore"),
            offline.lost_words(self.desk, lost),
            yes=_("Restore"),
            no=_("Cancel"),
            danger=True,
        ):
            self.shell.go_offline(offline.restore_job(lost.copy, self.desk.database.key, secret, self.desk.actor))

    # ----------------------------------------------------------------------------------------------------- places
    def name_places(self) -> None:
        """Names the second place and the file of anchors."""

        def save(values: dict[str, Any]) -> Any:
            return places.change_places(self.desk, second=values["second"], anchor=values["anchor"])

        if not self.may_try():
            return
        view = self._places
        values = {"second": view.second, "anchor": view.anchor} if view is not None else {}
        dialog = ActDialog(self.page, PLACES, save, yes=_("Save"), values=values)
        dialog.approval.ask("manager")
        dialog.acted.connect(lambda _view: self.refresh())
        dialog.start()

    def copy_second(self) -> None:
        """The weekly copy now."""

        def work(progress: Any) -> Any:
            return second.second_copy(self.desk, progress=progress.step)

        tasks.run(work, on_done=self._made, progress=_("Backup"), owner=self)

    # ------------------------------------------------------------------------------------------------- encryption
    def turn(self) -> None:
        """Encrypts the site, or takes the encryption away."""
        state = self._state
        if state is None or not state.possible or not self.may_try():
            return
        on = not state.encrypted

        def check(values: dict[str, Any]) -> str:
            with self.desk.act("site.encryption-asked") as act:
                self.desk.require("manager")
                act.subject = "site:1"
                if on:
                    encryption.check_password(values["password"], values["again"])
                else:
                    encryption.confirm_typed(self.desk, values["password"])
            return str(values["password"])

        note = (
            # L10N: 站点密码每天第一次启动时输入。…
            _(
                "The site password is typed at each start. Everything in the data folder, its backups too, is encrypted by it."
            )
            if on
            # L10N: 数据、附件将以明文保存…
            else _("Data and stored files will lie plain on the disk: whoever takes the PC or a backup can read them.")
        )
        dialog = ActDialog(
            self.page,
            ENCRYPT if on else DECRYPT,
            check,
            yes=_("Encrypt") if on else _("Take away"),
            note=note,
            danger=not on,
        )
        dialog.approval.ask("manager")
        dialog.acted.connect(lambda typed: self._turn(typed, on=on))
        dialog.start()

    def _turn(self, typed: str, *, on: bool) -> None:
        desk, actor = self.desk, self.desk.actor

        def files() -> None:
            encryption.after_turning(desk, encrypted=False)

        if on:
            self.shell.go_offline(offline.encrypt_job(typed, actor))
        else:  # the files first, while they can be read
            tasks.run(
                files,
                on_done=lambda _done: self.shell.go_offline(offline.decrypt_job(typed)),
                owner=self,
                pool=tasks.LONG,
            )

    def change_password(self) -> None:
        """Another password; no data is written anew."""

        def save(values: dict[str, Any]) -> None:
            encryption.change_password(self.desk, **values)

        if self._state is None or not self._state.encrypted:
            return
        dialog = ActDialog(self.page, CHANGE, save, yes=_("Save"))
        dialog.approval.ask("manager")
        # L10N: 站点密码已更改
        dialog.acted.connect(lambda _none: self.shell.messages.info(_("The site password was changed.")))
        dialog.start()

    def new_code(self) -> None:
        """Another recovery code for the safe."""

        def save(values: dict[str, Any]) -> str:
            return encryption.new_recovery_code(self.desk, password=values["password"])

        def show(code: str) -> None:
            recovery.show_code(self.window(), self.desk, code)

        if self._state is None or not self._state.encrypted:
            return
        dialog = ActDialog(self.page, NEW_CODE, save, yes=_("Go on"))
        dialog.approval.ask("manager")
        dialog.acted.connect(show)
        dialog.start()

    # ------------------------------------------------------------------------------------------------------ words
    def retranslate(self) -> None:
        self.card.set_heading(_("Backup"))
        if self._at is None:
            self.last.setText(_("No backup has been made yet."))
        else:
            # L10N: 最近一次备份：{time}
            self.last.setText(_("Last backup: {time}").format(time=say.moment(self.desk, self._at)))
        days, weeks, months = (self.desk.policy[f"backup.{name}"] for name in ("days", "weeks", "months"))
        # L10N: 每天自动备份一次，保留 14 天、8 周、12 个月
        self.rule.setText(
            _("A checked copy is made every day; kept are {days}, {weeks}, {months}.").format(
                days=ngettext("{n} day", "{n} days", days).format(n=days),
                weeks=ngettext("{n} week", "{n} weeks", weeks).format(n=weeks),
                months=ngettext("{n} month", "{n} months", months).format(n=months),
            )
        )
        # L10N: 立即备份
        self.now_button.set_words(_("Back up now"))
        # L10N: 打开备份文件夹
        self.folder_button.set_words(_("Open the folder"))
        # L10N: 恢复备份
        self.copies.set_heading(_("Put a backup back"))
        self.copies.table.set_empty(_("No backup has been made yet."))
        self.copies.retranslate()
        self._say_places()
        self._say_encryption()

    def _say_places(self) -> None:
        self.places.set_heading(_("Places outside the data folder"))
        view = self._places
        if view is None or not view.second:
            # L10N: 还没有第二备份位置：电脑丢失或损坏时，备份也一起丢失。
            self.second.setText(_("There is no second place for copies: what takes the PC away takes the backups too."))
        elif view.copied_at is None:
            # L10N: 第二备份位置：{place}，还没有复制过
            self.second.setText(_("Second place: {place}; no copy yet").format(place=view.second))
        else:
            # L10N: 第二备份位置：{place}，最近 {time}
            self.second.setText(
                _("Second place: {place}; last copy {time}").format(
                    place=view.second, time=say.moment(self.desk, view.copied_at)
                )
            )
        self.anchor.setVisible(view is not None and bool(view.anchor))
        if view is not None:
            # L10N: 存证文件：{file}
            self.anchor.setText(_("File of anchors: {file}").format(file=view.anchor))
        # L10N: 指定位置
        self.places_button.set_words(_("Name the places"))
        # L10N: 复制到第二位置
        self.second_button.set_words(_("Copy to the second place"))
        self.second_button.setEnabled(view is not None and bool(view.second))

    def _say_encryption(self) -> None:
        # L10N: 加密
        self.encryption.set_heading(_("Encryption"))
        state = self._state
        encrypted = state is not None and state.encrypted
        if state is not None and not state.possible:
            self.state.setText(_("Data on a database server is encrypted by the server, not by Desk."))
        elif encrypted:
            # L10N: 数据、附件和备份都已加密。
            self.state.setText(_("Data, stored files and backups are encrypted."))
        else:
            # L10N: 数据没有加密：拿到这台电脑或一份备份的人都能读。
            self.state.setText(_("The data is not encrypted: whoever takes the PC or a backup can read it."))
        # L10N: 取消加密 / 加密数据
        self.turn_button.set_words(_("Take the encryption away") if encrypted else _("Encrypt the data"))
        self.turn_button.setEnabled(state is not None and state.possible)
        # L10N: 更改站点密码
        self.password_button.set_words(_("Change the site password"))
        self.password_button.setVisible(encrypted)
        # L10N: 新的恢复码
        self.code_button.set_words(_("New recovery code"))
        self.code_button.setVisible(encrypted)
