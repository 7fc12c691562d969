"""The files that a town's partners would send of it: each agency's own layout, words and mistakes, with ready mappings."""

from stronghold.town.agencies.children import CHILDRENS_SERVICES, SCHOOLS
from stronghold.town.agencies.council import CLEANSING, CONTACT_CENTRE, GAZETTEER, HOUSING
from stronghold.town.agencies.directory import Directory
from stronghold.town.agencies.health import AMBULANCE, HOSPITAL
from stronghold.town.agencies.landlord import LANDLORD
from stronghold.town.agencies.police import RECORDS, STOPS
from stronghold.town.agencies.police_phones import CALL_DATA, SUBSCRIBERS
from stronghold.town.agencies.police_reports import INTELLIGENCE, MISSING, SIGHTINGS
from stronghold.town.agencies.sheet import System
from stronghold.town.agencies.truth import TruthFiles
from stronghold.town.agencies.writing import FileReport, write_system

__all__ = ["SYSTEMS", "Directory", "FileReport", "System", "TruthFiles", "write_system"]

SYSTEMS: tuple[System, ...] = (
    RECORDS,
    STOPS,
    INTELLIGENCE,
    SIGHTINGS,
    MISSING,
    CALL_DATA,
    SUBSCRIBERS,
    GAZETTEER,
    HOUSING,
    CONTACT_CENTRE,
    CLEANSING,
    LANDLORD,
    CHILDRENS_SERVICES,
    SCHOOLS,
    AMBULANCE,
    HOSPITAL,
)
