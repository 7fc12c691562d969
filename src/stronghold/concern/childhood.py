"""Who is a child. Ages are worked out to protect children, and for nothing else."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

__all__ = ["ADULT", "LATEST_BIRTH", "adults_born_until", "today_here"]

ADULT = 18

LATEST_BIRTH = """
    CASE WHEN p.date_of_birth_note LIKE '%placeholder%' AND p.date_of_birth LIKE '%-01-01' THEN left(p.date_of_birth, 4) || '-12-31'
         WHEN p.date_of_birth_note LIKE '%placeholder%' AND p.date_of_birth LIKE '%-01' THEN left(p.date_of_birth, 7) || '-31'
         ELSE p.date_of_birth END
"""
"""SQL, of a row ``p`` of ``person``: the latest day that its date of birth may stand for; of a year alone it is the last day."""


def today_here() -> date:
    """Today in the United Kingdom."""
    return datetime.now(ZoneInfo("Europe/London")).date()


def adults_born_until(today: date | None = None) -> date:
    """The last date of birth of those who are 18 ``today``."""
    day = today or today_here()
    try:
        return day.replace(year=day.year - ADULT)
    except ValueError:  # on 29 February those born on 1 March are not 18 yet
        return date(day.year - ADULT, 2, 28)
