"""How a test opens the pages over an archive of its own."""

from collections.abc import Callable

from flask import Flask

Start = Callable[..., Flask]
"""Called with the archive, the time (``now``) and settings; returns the app."""
