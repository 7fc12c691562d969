"""A Spark session for one piece of work: opened with this product's settings, ended with its JVM, its faults told in words."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stronghold.engine.choice import Engine
from stronghold.errors import BadInput

if TYPE_CHECKING:
    from pyspark import SparkConf
    from pyspark.sql import SparkSession

__all__ = ["open_spark", "require_spark"]

JAVA = 17
# Seconds to wait for a master to answer, for a worker to take the work, and for the JVM to end.
ANSWERS, TAKES_WORK, ENDS = 10.0, 60.0, 30.0
MEMORY = "2g"
LOOPBACK = "127.0.0.1"
# The work is DuckDB's; the JVM here plans and moves rows. Compiling its code the second, slow way costs more than it gives: at 300,000
# mentions 44 CPU seconds against 31.
_JVM = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
_LOG_FILE = "spark.log"
_LOG_SETTINGS = """\
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n%ex{2}
"""


def require_spark(engine: Engine) -> None:
    """``BadInput`` where PySpark or Java is missing here, or none of a cluster's masters answers. Starts nothing, for DuckDB does
    nothing; takes up to ten seconds a master."""
    if not engine.is_spark:
        return
    if importlib.util.find_spec("pyspark") is None:
        raise BadInput("PySpark is not installed.", remedy="Install it: pip install 'stronghold[spark]'")
    _require_java()
    if not engine.is_local and not any(_answers(host, port) for host, port in engine.masters):
        raise BadInput(
            f"no Spark master answers at {engine.master}.",
            remedy="Is it started, and can this machine reach it? `--engine local` does the work here.",
        )


def _require_java() -> None:
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    remedy = f"Install Java {JAVA} (Debian: openjdk-{JAVA}-jre-headless), or set JAVA_HOME to where it is."
    if java is None or not Path(java).exists():
        raise BadInput("Java is not installed, and Spark needs it.", remedy=remedy)
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603
    version = re.search(r'version "(\d+)', told)
    if version is None or int(version[1]) < JAVA:
        raise BadInput(f"Spark needs Java {JAVA} or later; here is: {told.splitlines()[0] if told else 'none'}.", remedy=remedy)


def _answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=ANSWERS).close()
    except OSError:
        return False
    return True


@contextmanager
def open_spark(engine: Engine, folder: Path) -> Iterator[SparkSession]:
    """A session at ``engine.master``, whose JVM ends with the context. ``folder`` (private, there) takes Spark's own files here.

    What Spark itself says goes into ``spark.log`` in ``folder``. Its faults become ``BadInput`` that says what to look at: a machine
    that gave out, a worker that lacks something, a cluster that gives no worker within a minute.
    """
    require_spark(engine)
    log = folder / _LOG_FILE
    before = signal.getsignal(signal.SIGINT)
    try:
        with _environment(engine), _session(engine, folder, log) as session:
            yield session
    finally:
        # Spark's own handler asks a session to stop that is there no more.
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, before)


@contextmanager
def _environment(engine: Engine) -> Iterator[None]:
    """What Spark reads from the environment alone. The workers of this machine need the packages of this interpreter, whatever
    `python3` is; those of a cluster use what ``PYSPARK_PYTHON`` says, else the path of this interpreter."""
    wanted = {"PYSPARK_PYTHON": sys.executable}
    if _is_here(engine):
        wanted["SPARK_LOCAL_IP"] = LOOPBACK
    elif "PYSPARK_PYTHON" in os.environ:
        wanted = {}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def _is_here(engine: Engine) -> bool:
    """Whether all of Spark runs on this machine; then nothing of it listens to others."""
    return all(host in (LOOPBACK, "localhost", "::1") for host, _ in engine.masters)


@contextmanager
def _session(engine: Engine, folder: Path, log: Path) -> Iterator[SparkSession]:
    from py4j.protocol import Py4JError
    from pyspark import SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    conf = _settings(engine, folder)
    try:
        with log.open("w", encoding="utf-8") as told:
            gateway = launch_gateway(conf, {"stdout": told, "stderr": told})  # type: ignore[no-untyped-call]
    except PySparkException as error:
        raise _told(engine, "Java did not start", log) from error
    session = None
    try:
        session = SparkSession(SparkContext(conf=conf, gateway=gateway))
        if not engine.is_local:
            _wait_for_workers(session)
        yield session
    except (Py4JError, PySparkException, ConnectionError, EOFError) as error:
        # Told while the JVM is there: it holds the words.
        raise _told(engine, str(error), log) from error
    finally:
        try:
            if session is not None:
                session.stop()
        finally:
            _end(gateway)
            SparkContext._gateway = None
            SparkContext._jvm = None


def _settings(engine: Engine, folder: Path) -> SparkConf:
    """What a person set for Spark (``spark-defaults.conf``, ``SPARK_DRIVER_MEMORY``, ``PYSPARK_PYTHON``) stands, where it is not what
    this product rests on."""
    from pyspark import SparkConf

    log_settings = folder / "log4j2.properties"
    log_settings.write_text(_LOG_SETTINGS, encoding="utf-8")
    conf = SparkConf(loadDefaults=False).setMaster(engine.master or "local").setAppName("Stronghold linking")
    conf.setAll(
        [
            # Its pages would show personal data to anyone who can reach this machine.
            ("spark.ui.enabled", "false"),
            ("spark.driver.memory", os.environ.get("SPARK_DRIVER_MEMORY", MEMORY)),
            ("spark.driver.extraJavaOptions", f"{_JVM} -Dlog4j2.configurationFile={log_settings.as_uri()}"),
            ("spark.driver.maxResultSize", "0"),
            ("spark.sql.execution.arrow.pyspark.enabled", "true"),
            ("spark.sql.session.timeZone", "UTC"),
            # Numbers of partitions are chosen by size here; small ones are not joined, so that each stays a task of its own.
            ("spark.sql.adaptive.enabled", "false"),
            ("spark.sql.files.maxPartitionBytes", "8m"),
            ("spark.local.dir", str(folder)),
            ("spark.sql.warehouse.dir", (folder / "warehouse").as_uri()),
        ]
    )
    if _is_here(engine):
        conf.set("spark.driver.bindAddress", LOOPBACK).set("spark.driver.host", LOOPBACK)
    return conf


def _wait_for_workers(session: SparkSession) -> None:
    context: Any = session.sparkContext
    ends = time.monotonic() + TAKES_WORK
    # The driver counts as one.
    while int(context._jsc.sc().getExecutorMemoryStatus().size()) < 2:
        if time.monotonic() > ends:
            raise BadInput(
                f"the cluster at {context.master} gave no worker within {TAKES_WORK:.0f} seconds.",
                remedy="Are workers started, free, and with as much memory as is asked for (spark.executor.memory)?",
            )
        time.sleep(0.2)


def _end(gateway: Any) -> None:
    """End the JVM that was started; one that does not end when asked is killed."""
    gateway.shutdown()
    gateway.proc.stdin.close()
    try:
        gateway.proc.wait(ENDS)
    except subprocess.TimeoutExpired:
        gateway.proc.kill()
        gateway.proc.wait()


def _told(engine: Engine, error: str, log: Path) -> BadInput:
    kept = Path(tempfile.gettempdir()) / f"stronghold-{os.getpid()}-{_LOG_FILE}"
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    causes = _CAUSE.findall(f"{error}\n{text}")
    cause = causes[-1] if causes else (error.strip().splitlines() or ["it ended without a word"])[0]
    kept.touch(mode=0o600)
    kept.write_text(f"{error}\n\n{text}", encoding="utf-8")
    return BadInput(
        f"Spark at {engine.master} could not go on: {cause[:300]}.",
        remedy=f"docs/guide/spark.md says what each worker needs. What Spark said is in {kept}.",
    )


_CAUSE = re.compile(r"(?:ModuleNotFoundError|MemoryError|OutOfMemoryError|RuntimeError|[A-Za-z.]+Exception): [^\n]+")
