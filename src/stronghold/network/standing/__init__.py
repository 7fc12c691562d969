"""Standing: for each person of a group, the stated reasons why they matter to supply ("the bigger fish"), with evidence and stability."""

from stronghold.network.standing.evidence import Said, said_of
from stronghold.network.standing.positions import Position, positions_in
from stronghold.network.standing.standing import PersonStanding, standing_in

__all__ = ["PersonStanding", "Position", "Said", "positions_in", "said_of", "standing_in"]
