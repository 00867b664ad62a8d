"""docs/architecture.md lists every room of the house, in the words of its own first line.

``python tests/house/test_rooms.py`` writes the lists anew.
"""

import ast
import re
from itertools import groupby
from pathlib import Path

ROOMS = re.compile(r"(?<=<!-- rooms -->\n).*(?=<!-- /rooms -->)", re.DOTALL)
STOREYS = ("records", "workflows", "webapp")


def _line(path: Path, folder: Path, width: int) -> str:
    says = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n")[0]
    name = path.relative_to(folder).with_suffix("").as_posix()
    return f"{name:<{width}}  {says}"


def rooms(house: Path) -> str:
    """Return the lists: a heading for each package, then a line for each of its modules."""
    files = sorted(
        (path for storey in STOREYS for path in (house / storey).rglob("*.py")),
        key=lambda path: (STOREYS.index(path.relative_to(house).parts[0]), path.parent, path.name),
    )
    blocks = []
    for folder, group in groupby(files, key=lambda path: path.parent):
        inside = list(group)
        width = max(len(path.stem) for path in inside)
        lines = "\n".join(_line(path, folder, width) for path in inside)
        blocks.append(f"`{folder.relative_to(house)}/`\n\n```\n{lines}\n```\n")
    return "\n" + "\n".join(blocks) + "\n"


def test_every_room_is_listed_as_it_says_itself(house: Path) -> None:
    written = ROOMS.search((house / "docs" / "architecture.md").read_text("utf-8"))

    assert written
    assert written[0] == rooms(house)


if __name__ == "__main__":
    here = Path(__file__).resolve().parents[2]
    page = here / "docs" / "architecture.md"
    page.write_text(ROOMS.sub(lambda _: rooms(here), page.read_text("utf-8")), "utf-8")
