"""The text of a cell becomes a clean typed value, a note, or a failure with its reason.

Every cleaner takes a text without blanks around it, not empty, and gives a :class:`Cleaned`; none raises on any text, and
none reads or writes anything (but for the postcode list that is part of the installation).
"""

from stronghold.intake.cleaning.cleaned import Cleaned, Cleaner, CleaningContext, Moment
from stronghold.intake.cleaning.postcodes import Location, locate
from stronghold.intake.cleaning.types import TYPES, CleanerType, cleaner

__all__ = ["TYPES", "Cleaned", "Cleaner", "CleanerType", "CleaningContext", "Location", "Moment", "cleaner", "locate"]
