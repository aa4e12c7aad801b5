"""Distributing blocks over pages.

Rows hold room for handwriting that gives way when the page is short and takes what is left when it is long, so that the signatures
stand at the foot of the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass

from desk.slips.engine.blocks import Block, Row


@dataclass(slots=True)
class Placed:
    """A block with its place on a page."""

    block: Block
    top: float
    height: float


def finish(page: list[Placed]) -> list[tuple[Placed, bool]]:
    """The blocks of a page, each with whether a row stands right above; marks the rows at which a table ends."""
    out = []
    above: Placed | None = None
    for place, placed in enumerate(page):
        touching = (
            above is not None
            and isinstance(above.block, Row)
            and isinstance(placed.block, Row)
            and abs(above.top + above.height - placed.top) < 0.01
        )
        below = page[place + 1].block if place + 1 < len(page) else None
        if isinstance(placed.block, Row):
            placed.block.last = not (isinstance(below, Row) and below.kind == "table")
        out.append((placed, touching))
        above = placed
    return out


def stack(blocks: list[Block], heights: list[float]) -> list[Placed]:
    """Places blocks under each other with these heights."""
    out: list[Placed] = []
    y = 0.0
    for place, (block, height) in enumerate(zip(blocks, heights, strict=True)):
        y += block.gap if place else 0.0
        out.append(Placed(block, y, height))
        y += height
    return out


def one_page(blocks: list[Block], room: float, line: float) -> list[Placed] | None:
    """Everything on one page: room for handwriting shrinks, or grows to fill the sheet; None when it cannot fit."""
    gaps = sum(block.gap for block in blocks[1:])
    least = gaps + sum(block.least for block in blocks)
    while least > room and any(isinstance(b, Row) and b.blank for b in blocks):
        place = max(i for i, b in enumerate(blocks) if isinstance(b, Row) and b.blank)
        least -= blocks[place].least + blocks[place].gap
        del blocks[place]
    if least > room:
        return None
    flex = [block.want - block.least for block in blocks]
    total = sum(flex)
    spare = room - least
    if total <= 0:
        return stack(blocks, [block.least for block in blocks])
    # what is wanted, then up to as much again where much room was wanted, so that the form fills its sheet
    ratio = min(spare / total, 1.0)
    heights = [block.least + share * ratio for block, share in zip(blocks, flex, strict=True)]
    left_over = spare - total
    large = [share if share > 1.5 * line else 0.0 for share in flex]
    if left_over > 0 and sum(large) > 0:
        more = min(left_over, sum(large) * 1.6)
        heights = [height + more * share / sum(large) for height, share in zip(heights, large, strict=True)]
    return stack(blocks, heights)


def many_pages(blocks: list[Block], room: float) -> list[list[Placed]]:
    """Fills page after page; tables repeat their headings, long rows are cut between lines."""
    pages: list[list[Placed]] = []
    page: list[Placed] = []
    y = 0.0
    queue = list(blocks)
    index = 0
    while index < len(queue):
        block = queue[index]
        gap = block.gap if page else 0.0
        height = block.want if block.want <= room - y - gap else block.least
        # a heading stays with its first line, a caption with its table
        needed = height
        ahead = index + 1
        while ahead < len(queue) and queue[ahead].keep:
            needed += queue[ahead].gap + queue[ahead].least
            ahead += 1
        if needed > room:
            needed = height
            parts = _parted(block, room - y - gap) if ahead > index + 1 else None
            if parts:
                page.append(Placed(parts[0], y + gap, parts[0].least))
                queue[index] = parts[1]
                pages.append(page)
                page, y = _headed(parts[1])
                continue
        if y + gap + needed <= room + 0.01:
            page.append(Placed(block, y + gap, height))
            y += gap + height
            index += 1
            continue
        if isinstance(block, Row):
            parts = block.split(room - y - gap)
            if parts and (height > room * 0.35 or not page):
                page.append(Placed(parts[0], y + gap, parts[0].least))
                queue[index] = parts[1]
                pages.append(page)
                page, y = _headed(parts[1])
                continue
        if not page or (len(page) == 1 and page[0].block is getattr(block, "heading", None)):
            # higher than a whole page and cannot be cut: better over the edge than lost in a loop
            page.append(Placed(block, y, height))
            y += height
            index += 1
            continue
        pages.append(page)
        page, y = _headed(block)
    if page:
        pages.append(page)
    return pages


def _parted(block: Block, space: float) -> tuple[Row, Row] | None:
    """A long row that would fill the page to its end: its last lines go on with what is kept by it (nobody signs an empty page)."""
    if not isinstance(block, Row) or block.least > space:
        return None
    return block.split(block.least - 2 * block.style.size * block.style.line)


def _headed(block: Block) -> tuple[list[Placed], float]:
    """A new page, with the table's headings when a table goes on."""
    heading = block.heading if isinstance(block, Row) else None
    if heading is None:
        return [], 0.0
    return [Placed(heading, 0.0, heading.least)], heading.least


__all__ = ["Placed", "finish", "many_pages", "one_page", "stack"]
