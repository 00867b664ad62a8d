"""Markup: what people typed, as the text of an XML file.

>>> escape("a < b & ]]>")
'a &lt; b &amp; ]]&gt;'
"""

import re

UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (2.2, Char). Filing refuses it; a broken record may still bring it."""

REPLACEMENT = "\ufffd"


def escape(text: str) -> str:
    """Return a text for between tags and inside of quoted attributes."""
    if UNWRITABLE.search(text):
        text = UNWRITABLE.sub(REPLACEMENT, text)
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )
