"""The files of a record: pasted or dropped, shown small, opened, removed with a reason (handbook S30)."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QIcon, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desk.errors import DeskError
from desk.i18n import N_, _
from desk.services.kit import attachments
from desk.services.site import record_files
from desk.services.slips.photos import photo_paper
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import Page, PageAction
from desk.ui.kit.record_page import RecordCard
from desk.ui.slips.actions import print_slip
from desk.ui.slips.batch import open_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QMimeData

    from desk.services.site.record_files import FileView

SIDE = 96
"""Pixels of a thumbnail."""


class FilesBox(QWidget):
    """Thumbnails of a record's files, and the ways to bring more."""

    def __init__(self, page: Any, kind: str) -> None:
        super().__init__()
        self._page: Page = page
        self._kind = kind
        self._subject = ""
        self.files: tuple[FileView, ...] = ()
        self.setAcceptDrops(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        self.list = _Thumbnails(self)
        layout.addWidget(self.list)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        self.paste_button = theme.Button("", key="Ctrl+V", role="small")
        self.paste_button.clicked.connect(lambda _checked=False: self.paste())
        self.open_button = theme.Button("", role="small")
        self.open_button.clicked.connect(lambda _checked=False: self.open_current())
        self.print_button = theme.Button("", key="Ctrl+F9", role="small")
        self.print_button.clicked.connect(lambda _checked=False: self.print_photos())
        self.remove_button = theme.Button("", role="small")
        self.remove_button.clicked.connect(lambda _checked=False: self.remove_current())
        for button in (self.paste_button, self.open_button, self.print_button, self.remove_button):
            row.addWidget(button)
        self._hint = theme.text("", "muted", wrap=True)
        row.addWidget(self._hint, 1)
        layout.addLayout(row)
        self._say()

    # ---------------------------------------------------------------------------------------------------- showing
    def fill(self, shown: tuple[str, tuple[FileView, ...], dict[str, bytes]]) -> None:
        """Shows the files of a record: what names it, its files, small pictures of those that are pictures."""
        self._subject, self.files, pictures = shown
        held = self.list.currentRow()
        self.list.clear()
        for each in self.files:
            item = QListWidgetItem(_picture(pictures.get(each.sha256, b"")), each.name or each.role)
            item.setToolTip(say.tooltip(each.name))
            self.list.addItem(item)
        self.list.setVisible(bool(self.files))
        if self.files:
            self.list.setCurrentRow(min(max(held, 0), len(self.files) - 1))
        self._say()

    def _say(self) -> None:
        # L10N: 粘贴; 打开; 移除
        self.paste_button.set_words(_("Paste"))
        self.open_button.set_words(_("Open"))
        # L10N: 打印照片
        self.print_button.set_words(_("Print photos"))
        self.remove_button.set_words(_("Remove"))
        for button in (self.open_button, self.remove_button):
            button.setVisible(bool(self.files))
        self.print_button.setVisible(any(each.is_picture for each in self.files))
        # L10N: 把照片或 PDF 拖到这里，或复制后按 Ctrl+V
        self._hint.setText("" if self.files else _("Drop photos or PDF files here, or copy one and press Ctrl+V."))
        self.list.setAccessibleName(_("Photos and files"))

    def page_keys(self) -> tuple[PageAction, ...]:
        """Its keys on the page."""
        # L10N: 粘贴照片或文件
        return (
            PageAction(N_("Paste a photo or file"), "Ctrl+V", self.paste),
            # L10N: 打印照片
            PageAction(N_("Print photos"), "Ctrl+F9", self.print_photos),
        )

    # ----------------------------------------------------------------------------------------------------- bringing
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _holds(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.take(event.mimeData())

    def paste(self) -> None:
        """Takes what was copied: a picture, or files."""
        if not self.take(QGuiApplication.clipboard().mimeData()):
            # L10N: 剪贴板里没有照片或文件
            self._page.shell.messages.info(_("Nothing to paste: copy a photo or a file first."))

    def take(self, data: QMimeData | None) -> bool:
        """Keeps what was pasted or dropped with the record; False when there is no picture and no file in it."""
        if data is None:  # nothing was ever copied
            return False
        found: list[tuple[Path | None, bytes, str]] = [
            (Path(url.toLocalFile()), b"", "") for url in data.urls() if url.isLocalFile()
        ]
        if not found and data.hasImage():
            # L10N: 粘贴的照片
            found = [(None, _as_png(data.imageData()), _("Pasted photo") + ".png")]
        if not found or not self._subject:
            return False
        desk, subject = self._page.desk, self._subject

        def keep() -> int:
            for file, content, name in found:
                record_files.add_file(desk, subject, file=file, content=content, name=name)
            return len(found)

        def kept(count: int) -> None:
            # L10N: 已添加 {n} 个文件
            self._page.shell.messages.info(_("Kept with the record: {n}.").format(n=count))

        self._page.act(keep, kept)
        return True

    # --------------------------------------------------------------------------------------------------- what there is
    def _current(self) -> FileView | None:
        at = self.list.currentRow()
        return self.files[at] if 0 <= at < len(self.files) else None

    def open_current(self) -> None:
        """Opens the marked file in the program of this PC."""
        current, desk = self._current(), self._page.desk
        if current is None:
            return

        def copy() -> Path:
            return attachments.for_viewing(desk, current.sha256, current.name)

        def show(path: Path) -> None:
            open_file(self._page, path)

        self._page.ask(copy, show)

    def print_photos(self) -> None:
        """Issues and prints the sheet of the record's photos."""
        desk, subject = self._page.desk, self._subject
        if not subject:
            return

        def issue() -> Any:
            return photo_paper(desk, subject)

        self._page.act(issue, lambda slip: print_slip(self._page, slip))

    def remove_current(self) -> None:
        """Removes the marked file; a reason is asked for."""
        current, desk, subject = self._current(), self._page.desk, self._subject
        if current is None:
            return

        def save(values: dict[str, Any]) -> None:
            record_files.remove_file(desk, subject, current.role, reason=values["reason"])

        fields = (FieldSpec("reason", N_("Reason"), "text", required=True, span="full"),)
        # L10N: 移除文件
        spec = FormSpec(N_("Remove a file"), fields)
        dialog = ActDialog(self._page, spec, save, yes=_("Remove"), note=current.name, danger=True)
        dialog.start()


class _Thumbnails(QListWidget):
    """The pictures in a row; Enter opens, Del removes."""

    def __init__(self, box: FilesBox) -> None:
        super().__init__()
        self._box = box
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setIconSize(QSize(SIDE, SIDE))
        self.setGridSize(QSize(SIDE + 28, SIDE + 34))
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMovement(QListWidget.Movement.Static)
        self.setUniformItemSizes(True)
        self.setFixedHeight(SIDE + 52)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setAcceptDrops(False)
        self.itemDoubleClicked.connect(lambda _item: box.open_current())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts = {
            Qt.Key.Key_Return: self._box.open_current,
            Qt.Key.Key_Enter: self._box.open_current,
            Qt.Key.Key_Delete: self._box.remove_current,
        }
        act = acts.get(Qt.Key(event.key()))
        if act is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            act()
        else:
            super().keyPressEvent(event)


def _holds(data: QMimeData) -> bool:
    return data.hasImage() or any(url.isLocalFile() for url in data.urls())


def _as_png(image: Any) -> bytes:
    into = QByteArray()
    buffer = QBuffer(into)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImage(image).save(buffer, "PNG")  # type: ignore[call-overload]  # PySide's stubs know no buffer
    return bytes(into.data())


def _picture(png: bytes) -> QIcon:
    shown = QPixmap()
    if png:
        shown.loadFromData(png)
        return QIcon(shown)
    return QIcon(theme.pixmap("slips", theme.colors().muted, size=SIDE // 2))


def small_pictures(desk: Any, files: Sequence[FileView]) -> dict[str, bytes]:
    """Thumbnails as PNG by the hash of the file; one that cannot be read has none. On a worker."""
    found = {}
    for each in files:
        if not each.is_picture:
            continue
        try:
            image = QImage.fromData(attachments.read(desk, each.sha256))
        except DeskError:
            continue
        if not image.isNull():
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            found[each.sha256] = _as_png(image.scaled(2 * SIDE, 2 * SIDE, keep, smooth))
    return found


def _read(kind: str, desk: Any, record_id: int) -> tuple[str, tuple[FileView, ...], dict[str, bytes]]:
    subject = f"{kind}:{record_id}"
    files = record_files.files_of(desk, subject) if record_files.has_files(desk, subject) else ()
    return subject, files, small_pictures(desk, files)


def files_card(kind: str) -> RecordCard:
    """The card of a record's photos and files."""
    return RecordCard(
        "files",
        # L10N: 照片和文件
        N_("Photos and files"),
        partial(_made, kind),
        read=partial(_read, kind),
        shows=frozenset({"file"}),
        always=True,
    )


def _made(kind: str, page: Any) -> FilesBox:
    return FilesBox(page, kind)


__all__ = ["FilesBox", "files_card"]
