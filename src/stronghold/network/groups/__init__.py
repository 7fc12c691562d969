"""Groups that supply drugs: found in the network of people, with how likely each member belongs."""

from stronghold.network.groups.finding import FoundGroup, find_groups
from stronghold.network.groups.tables import write_groups

__all__ = ["FoundGroup", "find_groups", "write_groups"]
