"""The commands that show the window: on this site, on a demo, driven by itself."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from desk import __version__, i18n
from desk.cli.common import Commands, ask_password, command, data_folder, path, print_json
from desk.errors import DeskError
from desk.i18n import _


def add_commands(commands: Commands) -> None:
    """Adds `demo`, `call` and `tour`; without a name, `run` is the command."""
    demo = command(commands, "demo", _demo, "make a demo community and open the window on it")
    demo.add_argument("--units", type=int, default=144)
    demo.add_argument("--seed", type=int, default=1)
    demo.add_argument("--no-window", action="store_true")

    manual = command(commands, "manual", _manual, "write the manual as a PDF handbook")
    manual.add_argument("-o", "--out", type=path, metavar="FILE", help="the PDF")
    manual.add_argument("--lang", choices=list(i18n.LANGUAGES), default=i18n.DEFAULT_LANGUAGE)
    manual.add_argument("--draw", action="store_true", help="draw the pictures anew by a tour, in this language")
    call = command(commands, "call", _call, "tell the open window who is calling (for a caller-ID box)")
    call.add_argument("number", metavar="NUMBER")

    tour = command(commands, "tour", _tour, "drive the real window through every main job and leave pictures and slips")
    tour.add_argument("--out", type=path, required=True, metavar="DIR")
    tour.add_argument("--lang", choices=list(i18n.LANGUAGES), default=i18n.DEFAULT_LANGUAGE)
    tour.add_argument("--size", type=_size, default=(1366, 768), metavar="WxH")
    tour.add_argument("--scale", type=float, default=1.0)
    tour.add_argument("--theme", choices=["light", "dark"], default="light")
    tour.add_argument("--stories", nargs="*", metavar="NAME", help="tell only these between the opening and the lists")


def _call(options: argparse.Namespace) -> int:
    from desk.rules.kit.phones import check_phone
    from desk.ui.shell import single

    found = check_phone(options.number)
    number = found.number if found.problem is None else "".join(c for c in options.number if c.isdigit() or c == "+")
    if not number.strip("+"):
        # L10N: {text} 不是电话号码
        raise DeskError("number", _("{text} is no phone number.").format(text=options.number))
    single.ring(data_folder(options), number)
    if options.json:
        print_json({"number": number, "told": True})
    return 0


def run(options: argparse.Namespace) -> int:
    """Opens the window on this site."""
    from desk.app import run_window

    return run_window(data_folder(options), database_url=options.database)


def _size(text: str) -> tuple[int, int]:
    width, _x, height = text.lower().partition("x")
    try:
        return int(width), int(height)
    except ValueError:
        raise argparse.ArgumentTypeError("expected WIDTHxHEIGHT, like 1366x768") from None


def _demo(options: argparse.Namespace) -> int:
    from desk.app import open_asking
    from desk.services.demo import make_demo

    data = options.data or Path(tempfile.mkdtemp(prefix="desk-demo-"))
    desk = open_asking(data, options.database, ask_password)
    try:
        counts = make_demo(desk, units=options.units, seed=options.seed)
    finally:
        desk.database.close()
    if options.json:
        print_json({"data": data, "units": counts.units, "people": counts.customers})
    else:
        print(_("A demo community with {units} rooms is in {folder}").format(units=counts.units, folder=data))
    if options.no_window:
        return 0
    from desk.app import run_window

    return run_window(data, database_url=options.database, demo=True)


def _tour(options: argparse.Namespace) -> int:
    from desk.tour import run_tour
    from desk.tour.story import stories

    if options.database:
        raise DeskError("own-database", _("The tour makes a site of its own; it takes no --database."))
    for name in options.stories or ():
        if name not in stories():
            raise DeskError(
                "no-story", _("There is no such story; there are: {names}").format(names=", ".join(stories()))
            )
    story = run_tour(
        options.out,
        data=options.data,
        language=options.lang,
        size=options.size,
        scale=options.scale,
        theme=options.theme,
        stories=options.stories,
    )
    if options.json:
        print_json(story)
    else:
        print(
            _("{n} pictures and {m} slips are in {folder}").format(
                n=len(story["pictures"]), m=len(story["slips"]), folder=options.out
            )
        )
    return 0


def _manual(options: argparse.Namespace) -> int:
    """`desk manual -o FILE`: text, pictures and the keys that the pages have now."""
    from desk.services import manual
    from desk.tour import manual as taken

    if options.out is None and not options.draw:
        # L10N: 请用 -o 指定 PDF 文件，或用 --draw 重新绘制图片。
        raise DeskError("nothing-to-do", _("Say with -o where the PDF goes, or --draw for new pictures."))
    drawn = taken.draw(manual.folder() / "pictures" / options.lang, options.lang) if options.draw else []
    chapters = manual.chapters(options.lang)
    if options.out is not None:
        from desk.slips.manual import handbook

        keys = taken.page_keys(options.lang)
        with i18n.speaking(options.lang):
            pdf = handbook(
                chapters,
                # L10N: 前台使用手册
                title=_("Desk: the manual"),
                subtitle=__version__,
                picture=lambda name: manual.picture(name, options.lang),
                keys=lambda code: keys.get(code, ()),
            )
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_bytes(pdf)
    if options.json:
        print_json({"file": options.out, "chapters": len(chapters), "pictures": drawn})
    elif options.out is not None:
        # L10N: 手册共 {n} 章，已写入 {file}
        print(_("The manual has {n} chapters and is in {file}").format(n=len(chapters), file=options.out))
    else:
        # L10N: 已绘制 {n} 张图片
        print(_("{n} pictures were drawn").format(n=len(drawn)))
    return 0
