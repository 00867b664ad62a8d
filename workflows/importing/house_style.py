"""The house style of a report: which numbering it follows, and the markers of each depth."""

from collections import Counter
from collections.abc import Sequence

from records.numbering import SCHEMES, Scheme
from workflows.importing.rows import Understood
from workflows.importing.source import Doubt
from workflows.markers import UNSAID, style_of


def scheme_of(rows: Sequence[Understood], usual: str) -> Scheme:
    """Return the numbering that the report's own markers follow, the usual one if in doubt."""
    votes: Counter[str] = Counter({usual: 0})
    for row in rows:
        for scheme in SCHEMES.values():
            votes[scheme.id] += sum(_fits(scheme, d, style) for d, style in row.outline.styles)
    best = max(votes.values())
    followed = usual if votes[usual] == best else max(votes, key=lambda each: votes[each])
    return SCHEMES[followed]


def _fits(scheme: Scheme, depth: int, style: str) -> bool:
    """Say whether a marker is the scheme's own at its depth; a list that only counts always is."""
    if style == UNSAID:
        return True
    return depth <= len(scheme.levels) and style_of(scheme.levels[depth - 1]) == style


def styles_of(rows: Sequence[Understood], scheme: Scheme) -> tuple[tuple[str, ...], list[Doubt]]:
    """Return the style that this report's markers have at each depth, and where it is not ours.

    Most rows decide; a row where the scheme's own styles stand at other depths has no say, since
    printing it would take one marker for another.
    """
    house, doubts = [], []
    own = [style_of(level) for level in scheme.levels]
    asked = [
        row for row in rows if not any(s in own[: d - 1] + own[d:] for d, s in row.outline.styles)
    ]
    for depth, usual in enumerate(own, 1):
        used = Counter(
            style for row in asked for style in {s for d, s in row.outline.styles if d == depth}
        )
        most = max((*used, usual), key=lambda style: (used[style], style == usual))
        if most not in (usual, UNSAID):
            sentence = f"第 {depth} 層的編號「{most}」將依本季的編號方式印成「{usual}」。"
            doubts.append(Doubt("全文", sentence))
        house.append(usual if most == UNSAID else most)
    return tuple(house), doubts
