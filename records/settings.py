"""Settings of git: what every archive's repository is set to.

The reasons stand in ``docs/decisions/0002`` and in git's own manual of its configuration.
"""

SETTINGS = {
    "core.fsync": "all",
    "core.logAllRefUpdates": "always",
    "core.quotePath": "false",
    "gc.auto": "0",
    "gc.pruneExpire": "2.weeks.ago",
    "gpg.format": "ssh",
    "receive.autogc": "false",
    "receive.denyDeletes": "true",
    "receive.denyNonFastForwards": "true",
    "receive.fsckObjects": "true",
    "receive.denyCurrentBranch": "refuse",
    "repack.writeBitmaps": "false",
}
"""What every archive's repository is set to (``git.md``, points 2 and 9)."""
