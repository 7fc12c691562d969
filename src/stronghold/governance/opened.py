"""A snapshot opened for one account and purpose: what its reads share, and how they are written to the audit."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from types import TracebackType
from typing import Any, NoReturn, Self

from stronghold.governance import audit, policy
from stronghold.governance.models import Account
from stronghold.governance.overlay import lay_over
from stronghold.governance.refusals import NotVisible
from stronghold.picture.classes import read_classes
from stronghold.picture.snapshot import Snapshot
from stronghold.picture.store import Store

__all__ = ["Opened"]


class Opened:
    """What one account may read of one snapshot for one purpose, decided once, when it is opened. A context manager; otherwise
    :meth:`close` it."""

    def __init__(self, store: Store, snapshot: Snapshot, account: Account, purpose: str) -> None:
        self._store = store
        self._snapshot = snapshot
        self._account = account
        self._purpose = purpose
        self._closing = ExitStack()
        self._con = self._closing.enter_context(snapshot.connect())
        self._classes = policy.visible_classes(account, purpose, read_classes(self._con)).visible_ids
        self._laid = lay_over(self._con, snapshot)
        self._con.execute(
            "CREATE TEMP TABLE visible AS SELECT unnest($classes::INTEGER[]) AS class_id", {"classes": self._classes}
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._closing.close()

    @property
    def account(self) -> Account:
        return self._account

    @property
    def purpose(self) -> str:
        return self._purpose

    @property
    def store(self) -> Store:
        """The store that it reads from, which may serve another picture by now."""
        return self._store

    @property
    def snapshot_id(self) -> str:
        return self._snapshot.id

    def _not_visible(self, action: str, asked: str) -> NoReturn:
        self._write(action, text=asked, found=0)
        raise NotVisible(
            f"Nothing by '{asked}' is visible to '{self._account.username}' for the purpose '{self._purpose}'.",
            remedy="Look for it by name, number or reference.",
        )

    def _write(self, action: str, *, subjects: Iterable[str] = (), text: str = "", **detail: Any) -> None:
        audit.append_durably(
            action,
            account=self._account,
            purpose=self._purpose,
            subjects=subjects,
            text=text,
            detail={"snapshot": self._snapshot.id, **detail},
        )
