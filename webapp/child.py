"""A child: a verb of the command line run in a process of its own, for what needs much memory.

The pages wait for it or not; what it says when it fails is the sentence that a person gets.
"""

import subprocess
import sys

INTERRUPTED = "沒有做完，請再試一次；仍然不行時請通知系統管理者。"


def run(*words: str, seconds: float) -> str:
    """Run a verb to its end; return what went wrong, "" where nothing did."""
    command = (sys.executable, "-c", "from webapp.cli import main; main()", *words)
    try:
        done = subprocess.run(  # noqa: S603 - this program, and words that the pages allow
            command, capture_output=True, text=True, check=False, timeout=seconds
        )
    except (OSError, subprocess.TimeoutExpired):
        return INTERRUPTED
    if done.returncode == 0:
        return ""
    said = done.stderr.strip().splitlines()
    return said[-1] if said else INTERRUPTED
