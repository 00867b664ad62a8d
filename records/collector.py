"""Collector: Python's search for circles of values, paused while very many plain ones are made.

Records, rows and marks hold no circles; the collector would walk through a million of them
again and again, and takes as long as the work itself.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Pause the collector; who found it running sets it running again.

    Safe when nested. Between threads the first to leave sets it running: the other is slower.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
