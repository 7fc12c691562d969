"""Addresses, phones, vehicles and organisations: which mentions are one thing, and why."""

from stronghold.linking.things.clusters import no_things, resolve_things
from stronghold.linking.things.written import KINDS

__all__ = ["KINDS", "no_things", "resolve_things"]
