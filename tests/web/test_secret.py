"""The store's secret key."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from stronghold.errors import BadInput
from stronghold.web.secret import secret_key


def test_the_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    key = secret_key(tmp_path)
    assert len(key) >= 50
    assert secret_key(tmp_path) == key
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["secret.key"]


def test_each_store_has_its_own(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    assert secret_key(tmp_path / "one") != secret_key(tmp_path / "two")


def test_without_a_store_it_lasts_for_the_process() -> None:
    assert secret_key(None) != secret_key(None)


def test_many_that_start_together_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(secret_key, [tmp_path] * 32))) == 1


def test_a_key_cut_short_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("short\n")
    with pytest.raises(BadInput, match=r"secret\.key: .*cut short"):
        secret_key(tmp_path)


def test_no_folder_is_made_for_it(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be made"):
        secret_key(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
