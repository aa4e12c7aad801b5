"""The whole file of a renovation as one PDF, in the order of the archive (handbook A5)."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from desk.errors import NotFound
from desk.services.kit import attachments
from desk.services.kit.desk import Desk
from desk.services.kit.sealed import open_contents
from desk.services.renovation.archive import parts
from desk.services.renovation.core import get
from desk.services.renovation.papers import make
from desk.services.slips import pictures_of
from desk.services.slips.whole import asked_for
from desk.slips.engine.raster import joined
from desk.slips.engine.renderer import render_file
from desk.slips.engine.slip import Marks, Slip


def whole_file(desk: Desk, renovation_id: int) -> bytes:
    """The index sheet and every paper of the file as one PDF, each on its own paper; it counts as no printing, and is logged.

    Raises:
        NotFound: there is no such file. NotAllowed: nobody is signed in.
    """
    look = pictures_of(desk)
    with desk.act("renovation.archive") as act:
        desk.require("receptionist")
        row = get(act.session, renovation_id)
        act.about("renovation", row.id, number=row.number)
        index = make(act.session, desk, row, "index")
        pages = [render_file([(index, Marks(), "a4")], pictures=look)]
        found = parts(act.session, row)
        asked_for(act, desk, [part.record for part in found if part.record is not None])
        attachments.asked_for(act, desk, [part.scan for part in found if part.scan])
        for part in found:
            if part.record is not None:
                (text,) = open_contents(act.session, [part.record.content], masked=False)
                content = Slip.from_json(text)
                pages.append(render_file([(content, Marks(), part.record.paper)], pictures=look))
            elif part.scan:
                pages.append(_scan(desk, part.scan))
    return joined([page for page in pages if page])


def _scan(desk: Desk, sha: str) -> bytes:
    """A scan as PDF; nothing for one whose file is gone or is neither PDF nor picture."""
    try:
        content = attachments.read(desk, sha)
    except NotFound:
        return b""
    if content.startswith(b"%PDF"):
        return content
    try:
        with Image.open(BytesIO(content)) as opened:
            image = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError):
        return b""
    out = BytesIO()
    image.save(out, "PDF", resolution=max(image.width / 8.27, 72.0))
    return out.getvalue()
