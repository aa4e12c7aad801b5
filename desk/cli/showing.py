"""The commands that drive the window themselves: the tour, the manual with its pictures."""

from __future__ import annotations

import argparse

from desk import __version__, i18n
from desk.cli.common import print_json
from desk.errors import DeskError
from desk.i18n import _
from desk.services import manual
from desk.slips.manual import handbook
from desk.tour import manual as taken
from desk.tour import run_tour
from desk.tour.story import stories


def do_tour(options: argparse.Namespace) -> int:
    """Drives the real window through every main job."""
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


def do_manual(options: argparse.Namespace) -> int:
    """`desk manual -o FILE`: text, pictures and the keys that the pages have now."""
    if options.out is None and not options.draw:
        # L10N: 请用 -o 指定 PDF 文件，或用 --draw 重新绘制图片。
        raise DeskError("nothing-to-do", _("Say with -o where the PDF goes, or --draw for new pictures."))
    drawn = taken.draw(manual.folder() / "pictures" / options.lang, options.lang) if options.draw else []
    chapters = manual.chapters(options.lang)
    if options.out is not None:
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
