"""What stops an import: a file that cannot be read, or words that belong nowhere."""

from records.errors import Problem


class UnreadableFile(Problem):
    """The file is of no known kind, broken, locked, or beyond a limit."""


class EmptyReport(Problem):
    """The file can be read, but no project stands in it."""


class HomelessText(Problem):
    """Words of the source that belong to no group, project or row; nothing is dropped."""

    def __init__(self, place: str, text: str, *, more: int = 0, why: str = "") -> None:
        """Name the first of them, where it stands, and how many there are besides."""
        self.place, self.text, self.more = place, text, more
        shown = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
        others = f"（另有 {more} 處）" if more else ""
        reason = why or "這段文字不屬於任何組別或合作方案"
        super().__init__(
            f"{place}：{reason}：「{shown}」{others}。請在原檔移到所屬方案之內或刪除後，再匯入一次。"
        )


SHOWN = 60
"""Characters of a text that a sentence quotes."""
