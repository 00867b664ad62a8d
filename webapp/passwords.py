"""Passwords: how they are hashed and compared, and which are refused.

密碼. argon2id with m=19456 KiB, t=2, p=1, the first choice of OWASP's cheat sheet: 0.08 s a
sign-in on the machine where it was measured, where the library's own choice took 0.69 s.
"""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from records.errors import Problem

SHORTEST, LONGEST = 10, 200
"""Characters."""

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


class WeakPassword(Problem):
    """A password that is easily guessed, or too long to be one."""


def require_strong(password: str, *, email: str) -> None:
    """Raise WeakPassword for what is easily guessed (NIST SP 800-63B: length, not symbols)."""
    if len(password) < SHORTEST:
        raise WeakPassword(f"密碼太短，請至少用 {SHORTEST} 個字。")
    if len(password) > LONGEST:
        raise WeakPassword(f"密碼太長，請用 {LONGEST} 個字以內。")
    folded, mailbox = password.casefold(), email.casefold().partition("@")[0]
    if len(set(folded)) < SHORTEST // 2 or folded in "01234567890123456789abcdefghijklmnopqrst":
        raise WeakPassword("密碼太容易猜到，請不要用重複或連續的字。")
    if email.casefold() in folded or (mailbox and folded.strip("0123456789") == mailbox):
        raise WeakPassword("密碼太容易猜到，請不要用自己的電子郵件當密碼。")


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    return HASHER.hash(password)


def fits(password: str, kept: str) -> bool:
    """Tell whether a password is the one; takes as long where there is none to compare with."""
    try:
        HASHER.verify(kept or _nobodys(), password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept)


def stale(kept: str) -> bool:
    """Tell whether a hash was made with other parameters than now."""
    return HASHER.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return HASHER.hash("nobody's password")
