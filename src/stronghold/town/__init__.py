"""An invented town whose truth is known, for the demo, tests and benchmarks."""

from stronghold.town.calls import call_files
from stronghold.town.files import AGENCIES, Truth, people_files
from stronghold.town.make import TownReport, made_as, make_town
from stronghold.town.people import people_table

__all__ = ["AGENCIES", "TownReport", "Truth", "call_files", "made_as", "make_town", "people_files", "people_table"]
