"""Published: how a document of ours shows that it is one, and what it sets around its rows.

The title's bookmark tells, and the names of styles: both stay when a report is edited and saved
in Word or LibreOffice.
"""

from workflows.report.bookmarks import REPORT

MARK = REPORT
"""The bookmark of the title."""

AROUND = frozenset({"版本", "尚未定稿", "沒有方案", "toc heading", "contents heading"})
"""Styles, in small letters, of what is no part of the report."""

ANNEX = "附錄標題"
"""The style of the first heading behind the rows: what follows is no part of the report."""
