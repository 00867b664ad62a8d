"""The house as files: where it stands, its modules, what is committed."""

import subprocess
from pathlib import Path

import pytest

STOREYS = ("records", "workflows", "webapp")


@pytest.fixture(scope="session")
def house() -> Path:
    """Return the folder of the project."""
    return Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def modules(house: Path) -> list[Path]:
    """Return every Python file of the three storeys, relative to the house."""
    return sorted(
        path.relative_to(house) for storey in STOREYS for path in (house / storey).rglob("*.py")
    )


@pytest.fixture(scope="session")
def committed(house: Path) -> list[Path]:
    """Return every file that is committed or would be, relative to the house."""
    # The checkout may belong to somebody else than the one who runs the tests, as in a container.
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "-c", "-o", "--exclude-standard"],
        cwd=house,
        check=True,
        capture_output=True,
        text=True,
    )
    names = [Path(name) for name in listed.stdout.split("\0") if name]
    return [name for name in names if (house / name).is_file()]
