"""The outbox: letters that wait to be handed in, each of them once.

寄件匣. A letter that has been put here under its key is not put here again.
"""

from datetime import datetime

from webapp.database import Database, add_once
from webapp.tables import OUTBOX
from workflows.mail import Letter


def post(database: Database, letter: Letter, *, on: datetime) -> bool:
    """Put a letter into the outbox; tell whether it was not there yet."""
    row = {
        "key": letter.key,
        "to": letter.to,
        "name": letter.name,
        "subject": letter.subject,
        "body": letter.body,
        "not_before": on,
        "tries": 0,
        "last_error": "",
    }
    with database.writing() as connection:
        return add_once(connection, OUTBOX, row)
