"""What Spark lacks is said before anything starts; what fails inside it is said in words; its JVM ends with its work."""

from __future__ import annotations

import importlib.util
import os
import socket
from pathlib import Path

import psutil
import pytest

from stronghold.engine import DUCKDB, Engine
from stronghold.engine.spark import open_spark, require_spark
from stronghold.errors import BadInput

# PySpark leaves the sockets that it reads answers from to the garbage collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore:unclosed <socket:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
LOCAL = Engine.named("local[1]")


def test_duckdb_needs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    require_spark(DUCKDB)


def test_without_pyspark_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(BadInput, match=r"pip install 'stronghold\[spark\]'"):
        require_spark(LOCAL)


def test_without_java_the_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(BadInput, match="openjdk-17-jre-headless"):
        require_spark(LOCAL)
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadInput, match="openjdk-17-jre-headless"):
        require_spark(LOCAL)


def test_an_old_java_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    java = tmp_path / "bin" / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(BadInput, match=r"Java 17 or later; here is: openjdk version .11"):
        require_spark(LOCAL)


def test_a_master_that_does_not_answer_is_told() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        # Bound, but nobody listens.
        with pytest.raises(BadInput, match=f"no Spark master answers at spark://127.0.0.1:{port}"):
            require_spark(Engine.named(f"spark://127.0.0.1:{port}"))


def test_a_fault_in_a_worker_is_told_and_the_jvm_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read_by_spark = ("PYSPARK_PYTHON", "SPARK_LOCAL_IP")
    before = [os.environ.get(name) for name in read_by_spark]

    def fails(rows):
        raise RuntimeError("the worker has no room")

    def javas() -> list[int]:
        return [child.pid for child in psutil.Process().children(recursive=True) if child.name() == "java"]

    with pytest.raises(BadInput, match=r"Spark at local.* the worker has no room"), open_spark(LOCAL, tmp_path) as session:
        assert len(javas()) == 1
        assert session.conf.get("spark.ui.enabled") == "false"
        session.sparkContext.parallelize([1], 1).mapPartitions(fails).count()
    assert javas() == []
    assert [os.environ.get(name) for name in read_by_spark] == before
