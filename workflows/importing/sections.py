"""Who wrote what: an outline becomes the sections of a project, and the text of each owner.

The shapes are those of the records: cities at level 1, topics with cities below, a joint text,
and all of them mixed. Where a shape does not fit, the text stays joint, word for word.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from records.city import JOINT
from records.prose import Block, Blocks, Item, List, Paragraph
from workflows.markers import at

Labels = Mapping[str, str]
"""City ids by the label that the report prints."""

COLON = re.compile(r"\s*[：:]\s*")
MISSING = "〔尚未納入〕"
"""What our own report prints where a text is expected and not there: whoever reads it in again
has no text of it."""

TWO = 2
"""Cities from which on a run of labels is a list of cities and no accident."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section to be: its heading, and the text of each owner in print order."""

    texts: tuple[tuple[str, Blocks], ...]
    heading: str = ""

    @property
    def joint(self) -> bool:
        """Whether it is one text for all."""
        return self.texts[0][0] == JOINT

    @property
    def by(self) -> tuple[str, ...] | Literal["joint"]:
        """Who writes it, as a section's record says it."""
        return JOINT if self.joint else self.owners

    @property
    def owners(self) -> tuple[str, ...]:
        """Who writes it, in print order."""
        return tuple(owner for owner, _ in self.texts)


def joint(blocks: Blocks) -> tuple[Part, ...]:
    """Return the whole text as one joint section."""
    return (Part(((JOINT, _there(blocks)),)),)


def _there(blocks: Blocks) -> Blocks:
    return () if blocks == (Paragraph(MISSING),) else blocks


def divide(blocks: Blocks, labels: Labels) -> tuple[Part, ...]:
    """Divide an outline into sections; one joint section where no city has a text of its own."""
    lead, listed, tail = _apart(blocks)
    if listed is None:
        return joint(blocks)
    parts = list(_parts(listed.items, labels))
    cities = [owner for part in parts if not part.joint for owner in part.owners]
    if not cities or (len(cities) < TWO and len(listed.items) > 1):
        return joint(blocks)
    return tuple(_merged([*_words(lead), *parts, *_words(tail)]))


def _apart(blocks: Blocks) -> tuple[Blocks, List | None, Blocks]:
    places = [at for at, block in enumerate(blocks) if isinstance(block, List)]
    if len(places) != 1:
        return blocks, None, ()
    listed = blocks[places[0]]
    if not isinstance(listed, List) or not listed.ordered:
        return blocks, None, ()
    return blocks[: places[0]], listed, blocks[places[0] + 1 :]


def _words(blocks: Blocks) -> Iterator[Part]:
    if blocks:
        yield Part(((JOINT, blocks),))


def _parts(items: Sequence[Item], labels: Labels) -> Iterator[Part]:
    run: list[Item] = []
    for item in items:
        if run and not _fits(run, item, labels):
            yield _run(run, labels, alone=False)
            run = []
        if topic := _topic(item, labels):
            yield topic
        else:
            run.append(item)
    if run:
        yield _run(run, labels, alone=len(run) == len(items))


def _fits(run: Sequence[Item], item: Item, labels: Labels) -> bool:
    """Say whether an item goes on with a run of cities, or with a run of joint items."""
    if _topic(item, labels):
        return False
    city = city_of(item.text, labels)
    before = [city_of(each.text, labels) for each in run]
    return bool(city) == bool(before[-1]) and (not city or city not in before)


def _run(run: Sequence[Item], labels: Labels, *, alone: bool) -> Part:
    if all(_filed(item, labels) for item in run) and (alone or len(run) >= TWO):
        return Part(tuple(_texts(run, labels)))
    return Part(((JOINT, (List(ordered=True, items=tuple(run)),)),))


def _topic(item: Item, labels: Labels) -> Part | None:
    below = item.blocks[0] if len(item.blocks) == 1 else None
    if not isinstance(below, List) or not below.ordered:
        return None
    cities = [city_of(each.text, labels) for each in below.items]
    if len(set(cities)) < len(cities) or not all(_filed(each, labels) for each in below.items):
        return None
    return Part(tuple(_texts(below.items, labels)), item.text)


def city_of(text: str, labels: Labels) -> str:
    """Return the city whose label, with a colon, a text begins with; empty where none does.

    >>> [city_of(text, {"新北市": "new-taipei"}) for text in ("新北市：完成", "新北市協助")]
    ['new-taipei', '']
    """
    for label, city in labels.items():
        if text.startswith(label) and COLON.match(text, len(label)):
            return city
    return ""


def _filed(item: Item, labels: Labels) -> bool:
    return bool(city_of(item.text, labels)) and bool(_text(item))


def _text(item: Item) -> Blocks:
    colon = COLON.search(item.text)
    rest = item.text[colon.end() :] if colon else item.text
    first: tuple[Block, ...] = (Paragraph(rest),) if rest else ()
    return (*first, *item.blocks)


def _texts(items: Iterable[Item], labels: Labels) -> Iterator[tuple[str, Blocks]]:
    for item in items:
        yield city_of(item.text, labels), _there(_text(item))


def _merged(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield parts so that neighbouring joint ones without a heading are one."""
    held: Part | None = None
    for part in parts:
        if not part.joint or part.heading:
            if held:
                yield held
            held = None
            yield part
        elif held:
            held = Part(((JOINT, held.texts[0][1] + part.texts[0][1]),))
        else:
            held = part
    if held:
        yield held


def empty_cities(blocks: Blocks, labels: Labels) -> Iterator[str]:
    """Yield the labels that stand without any text behind them."""
    for block in blocks:
        if isinstance(block, List):
            for item in block.items:
                if city_of(item.text, labels) and not _text(item):
                    yield COLON.split(item.text)[0]
                yield from empty_cities(item.blocks, labels)


def stray_labels(blocks: Blocks, labels: Labels) -> Iterator[str]:
    """Yield paragraphs that begin with a city's label, though no number of theirs counts."""
    for block in blocks:
        if isinstance(block, Paragraph):
            text = block.text[at(block.text, 0)[1] :]
            if city_of(text, labels):
                yield block.text
        elif isinstance(block, List):
            for item in block.items:
                yield from stray_labels(item.blocks, labels)
