"""Working days: the days on which offices are open, counted to a deadline.

上班日. Weekends and Taiwan's public holidays with their substitutes (紀念日及節日實施條例, as the
library ``holidays`` keeps them year by year); what a year adds on short notice (a typhoon) is
data of the platform record: ``holidays``.

>>> working_days_left(date(2026, 9, 24), date(2026, 9, 30))
2
>>> is_working_day(date(2026, 9, 28))
False
"""

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

import holidays

SATURDAY = 5


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("TW", years=year))


def is_working_day(day: date, closed: Collection[date] = ()) -> bool:
    """Tell whether offices are open; ``closed`` are days that the platform adds."""
    return day.weekday() < SATURDAY and day not in closed and day not in _public_holidays(day.year)


def working_days_left(today: date, due: date, closed: Collection[date] = ()) -> int:
    """Return how many working days follow today up to and with the due day; negative when past.

    The day itself counts 0; the last working day before the deadline counts 1.
    """
    if due < today:
        return -working_days_left(due, today, closed)
    days = (today + timedelta(each) for each in range(1, (due - today).days + 1))
    return sum(is_working_day(day, closed) for day in days)
