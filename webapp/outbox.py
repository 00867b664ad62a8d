"""The outbox: letters that wait to be delivered, each of them once.

寄件匣. A letter is written in the transaction of what it tells of; its key keeps it from being
written twice.
"""

from datetime import datetime
from typing import Any

from webapp.database import add_once
from webapp.tables import OUTBOX


def put(  # noqa: PLR0913 - a letter is all of these
    connection: Any,  # noqa: ANN401 - of SQLAlchemy, whose door is webapp.database
    *,
    key: str,
    to: str,
    subject: str,
    body: str,
    on: datetime,
) -> bool:
    """Let a letter of plain text wait; tell whether it was not there already."""
    letter = {
        "key": key,
        "to": to,
        "subject": subject,
        "body": body,
        "not_before": on,
        "tries": 0,
        "sent_at": None,
        "last_error": "",
    }
    return add_once(connection, OUTBOX, letter)
