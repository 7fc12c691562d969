"""The invented town as it truly is: its places, its people, some years of their life, and organised supply among them.

``make_world(TownSize(people, seed))`` gives the same ``World`` in every process. ``tables.World`` says what each table means.
"""

from stronghold.town.world.making import make_world
from stronghold.town.world.schemas import EVENTS, REFERENCES, SCHEMAS
from stronghold.town.world.tables import TownSize, World

__all__ = ["EVENTS", "REFERENCES", "SCHEMAS", "TownSize", "World", "make_world"]
