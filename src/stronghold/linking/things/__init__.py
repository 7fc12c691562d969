"""Addresses, phones, vehicles and organisations: which mentions are one thing, and why."""

from stronghold.linking.things.clusters import resolve_things
from stronghold.linking.things.written import KINDS

__all__ = ["KINDS", "resolve_things"]
