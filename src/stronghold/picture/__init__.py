"""The snapshot of everything derived: build it (:mod:`stronghold.picture.build`), swap it in, read it, compare two of them."""

from stronghold.picture.classes import VisibilityClass
from stronghold.picture.compare import Comparison, compare_snapshots
from stronghold.picture.manifest import Manifest
from stronghold.picture.search import Hit
from stronghold.picture.snapshot import Snapshot
from stronghold.picture.store import SnapshotInfo, Store

__all__ = ["Comparison", "Hit", "Manifest", "Snapshot", "SnapshotInfo", "Store", "VisibilityClass", "compare_snapshots"]
