"""Pushes: the check that git itself runs on what people push.

推送檢查. The script ``records/pre-receive`` takes the branch of one filing and nothing else.
"""

import os
from pathlib import Path

CHECK = Path(__file__).parent / "pre-receive"


def guard(repository: Path) -> None:
    """Put the check in place, in a bare repository's folder."""
    hook = repository / "hooks" / CHECK.name
    hook.parent.mkdir(exist_ok=True)
    hook.write_bytes(CHECK.read_bytes())
    hook.chmod(0o755)


def guarded(repository: Path) -> bool:
    """Tell whether the check is in place as it was written, and runs."""
    hook = repository / "hooks" / CHECK.name
    whole = hook.is_file() and hook.read_bytes() == CHECK.read_bytes()
    return whole and os.access(hook, os.X_OK)
