"""The whole town, made in order: places, people, their lives, supply, and then everything that happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from stronghold.town.names import names
from stronghold.town.world import everyday_crime, everyday_health, everyday_reports, everyday_youth
from stronghold.town.world.attendance import attend
from stronghold.town.world.belongings import first_phones, first_vehicles, hire_out
from stronghold.town.world.call_data import call_data
from stronghold.town.world.columns import Ints, as_table
from stronghold.town.world.conduct import propensity_to_offend
from stronghold.town.world.cuckooing import cuckooing_table, take_over
from stronghold.town.world.exploitation import exploit, exploitation_table
from stronghold.town.world.friends import make_friends
from stronghold.town.world.geography import CITIES, Geography, lay_out
from stronghold.town.world.groups import group_table, operation_table, plan_groups
from stronghold.town.world.happenings import Happenings
from stronghold.town.world.homes import build_homes
from stronghold.town.world.lines import Trade, activity_of, burner_phones, customers_of, draw_lines, group_cars, line_tables
from stronghold.town.world.membership import Recruits, membership_table, recruit, supply_of, supply_table
from stronghold.town.world.moves import live
from stronghold.town.world.operations import days_of_action
from stronghold.town.world.organisations import found_organisations
from stronghold.town.world.setting import Setting
from stronghold.town.world.signs_of_cuckooing import cuckooing_signs
from stronghold.town.world.signs_of_exploitation import exploitation_signs
from stronghold.town.world.signs_of_supply import member_signs
from stronghold.town.world.signs_of_trade import trade_signs
from stronghold.town.world.signs_of_twins import twin_signs
from stronghold.town.world.society import (
    alias_table,
    kin_table,
    person_table,
    populate,
    proper_words,
    vulnerabilities,
    vulnerability_table,
)
from stronghold.town.world.supply import Supply
from stronghold.town.world.tables import TownSize, World
from stronghold.town.world.twins import cast_twins, twin_table
from stronghold.town.world.whereabouts import Whereabouts

__all__ = ["make_world", "settle", "supply_to"]

Progress = Callable[[str, float], None]


def settle(size: TownSize) -> Setting:
    """The places, the people and their lives, before anything is told of supply."""
    geography = lay_out(size)
    organisations, homes = found_organisations(size, geography, build_homes(size, geography))
    society = populate(size)
    # Where a household starts decides how poor its surroundings are; a ward at random does until homes are given out.
    rough = np.resize(geography.deprivation, int(society.household.max()) + 1)[society.household]
    vulnerable = vulnerabilities(size, society, rough)
    life = live(size, society, vulnerable, homes, organisations)
    where = Whereabouts(life)
    home = where.home(np.arange(len(society)), np.full(len(society), size.first))
    ward = np.where(home >= 0, homes.ward[home], -1)
    deprivation = np.where(ward >= 0, geography.deprivation[ward], 0.5)
    frail = np.flatnonzero((vulnerable["older alone"] | vulnerable["physical disability"]) & (society.age(size.first) > 18))
    return Setting(
        size=size,
        geography=geography,
        homes=homes,
        organisations=organisations,
        society=society,
        vulnerable=vulnerable,
        where=where,
        attendance=attend(size, society, where, homes, organisations, frail),
        phones=first_phones(size, society, life.died, organisations),
        vehicles=first_vehicles(size, society, life.died, organisations),
        friends=make_friends(size, society, ward),
        propensity=propensity_to_offend(size, society, vulnerable, deprivation),
    )


def supply_to(town: Setting) -> Supply:
    """The groups that supply the town; their phones and cars are added to the town's."""
    size, society = town.size, town.society
    recruits = Recruits(society, town.propensity, town.vulnerable, town.friends, town.where, town.homes)
    groups, members = recruit(size, plan_groups(size, town.geography), recruits)
    lines, restarted = draw_lines(size, groups, members, town.phones)
    booked = group_cars(size, groups, members, town.vehicles)
    hire_out(size, society, town.where.life.died, town.vehicles, town.organisations, booked)
    customers = customers_of(size, groups, town.vulnerable["drug user"], society.age(size.first), town.where.life.died)
    activity = activity_of(size, groups, len(town.geography.ward_names))
    cuckooings = take_over(size, groups, members, society, town.vulnerable, town.where, town.homes)
    exploitations = exploit(size, groups, members, cuckooings, society, town.vulnerable, town.propensity, town.where)
    burner_phones(size, members, exploitations, town.phones)
    return Supply(
        groups, members, supply_of(size, members), Trade(lines, customers, activity, restarted), cuckooings, exploitations
    )


def _map_tables(geography: Geography) -> dict[str, pa.Table]:
    streets, features = geography.streets, geography.features
    wards = np.arange(len(geography.ward_names))
    return {
        "ward": as_table(
            "ward",
            {
                "ward": wards,
                "name": geography.ward_names,
                "deprivation": geography.deprivation,
                "lon": [lon for lon, _ in geography.outlines],
                "lat": [lat for _, lat in geography.outlines],
            },
        ),
        "street": as_table(
            "street",
            {
                "street": np.arange(len(streets.name)),
                "name": streets.name,
                "ward": streets.ward,
                "city": streets.city,
                "lon": streets.lon,
                "lat": streets.lat,
            },
        ),
        "feature": as_table(
            "feature",
            {
                "feature": np.arange(len(features)),
                "sort": [f[0] for f in features],
                "name": [f[1] for f in features],
                "lon": [np.atleast_1d(f[2]) for f in features],
                "lat": [np.atleast_1d(f[3]) for f in features],
            },
        ),
        "city": as_table(
            "city",
            {
                "city": np.arange(len(CITIES)),
                "name": np.array(CITIES),
                "lat": np.array(
                    [np.mean([streets.lat[s].mean() for s in np.flatnonzero(streets.city == c)]) for c in range(len(CITIES))]
                ),
                "lon": np.array(
                    [np.mean([streets.lon[s].mean() for s in np.flatnonzero(streets.city == c)]) for c in range(len(CITIES))]
                ),
            },
        ),
    }


def _people_tables(town: Setting, members: Ints) -> dict[str, pa.Table]:
    size, society, life = town.size, town.society, town.where.life
    phone, holds_phone = town.phones.tables()
    vehicle, keeps_vehicle = town.vehicles.tables()
    code = life.new_surname
    return {
        "home": town.homes.table(),
        "person": person_table(size, society, life.died),
        "name_change": as_table(
            "name_change", {"person": life.renamed, "surname": proper_words()[code], "surname_code": code, "day": life.renamed_on}
        ),
        "alias": alias_table(size, society, members, town.propensity),
        "kin": kin_table(society),
        "residence": town.where.table(),
        "vulnerability": vulnerability_table(town.vulnerable),
        "organisation": town.organisations.table(),
        "attends": town.attendance.table(),
        "phone": phone,
        "holds_phone": holds_phone,
        "vehicle": vehicle,
        "keeps_vehicle": keeps_vehicle,
    }


def _supply_tables(size: TownSize, supply: Supply) -> dict[str, pa.Table]:
    return {
        "group": group_table(size, supply.groups),
        "membership": membership_table(size, supply.members),
        "supply": supply_table(size, supply.chain),
        "activity": supply.trade.activity.table,
        "cuckooing": cuckooing_table(size, supply.cuckooings),
        "exploitation": exploitation_table(size, supply.exploitations),
        "operation": operation_table(size, supply.groups, supply.trade.restarted),
        **line_tables(size, supply.trade),
    }


def make_world(size: TownSize, progress: Progress | None = None) -> World:
    """The whole town. The same size gives the same world in every process; 300,000 people take about a minute.

    ``progress`` is told what is being made and how much is done, 0 to 1.
    """

    def tell(what: str, share: float) -> None:
        if progress is not None:
            progress(what, share)

    names()
    tell("places and people", 0.0)
    town = settle(size)
    tell("supply", 0.2)
    supply = supply_to(town)
    tell("ordinary life", 0.3)
    found = Happenings(town)
    for ordinary in (
        everyday_crime.ordinary_crime,
        everyday_crime.ordinary_policing,
        everyday_health.ordinary_health,
        everyday_health.ordinary_needles,
        everyday_youth.ordinary_school,
        everyday_youth.ordinary_missing,
        everyday_reports.ordinary_housing,
        everyday_reports.ordinary_reports,
        everyday_reports.ordinary_sightings,
        everyday_reports.ordinary_intelligence,
    ):
        ordinary(town, found)
    tell("what comes to notice of supply", 0.5)
    for signs in (member_signs, trade_signs, cuckooing_signs, exploitation_signs, days_of_action):
        signs(town, supply, found)
    twins = cast_twins(town, supply)
    twin_signs(town, twins, found)
    tell("calls and messages", 0.7)
    calls = call_data(town, supply, twins)
    tell("tables", 0.8)
    made: dict[str, Any] = {
        **_map_tables(town.geography),
        **_people_tables(town, np.unique([m.person for m in supply.members])),
        **_supply_tables(size, supply),
        **found.tables(),
    }
    tell("done", 1.0)
    made |= {"twin": twin_table(town, twins), **calls}
    return World(size=size, **made)
