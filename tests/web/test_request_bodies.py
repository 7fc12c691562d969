"""Bodies of requests: where they wait, and what becomes of those that are too large."""

from __future__ import annotations

import http.client
import io
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from waitress import create_server
from waitress.adjustments import Adjustments

from stronghold.web.request_bodies import TOO_LARGE, Channel, receiving_folder

MOST = 100_000


def parsed(head: bytes, body: bytes, step: int) -> Any:
    """What the parser makes of a request that comes in pieces of ``step`` bytes."""
    parser = Channel.parser_class(Adjustments(max_request_body_size=MOST))
    sent = head + b"\r\n\r\n" + body
    while sent and not parser.completed:
        taken = parser.received(sent[:step])
        sent = sent[taken:]
        if not taken:
            break
    return parser


@pytest.mark.parametrize("step", [1000, 65_536, 10**6])
@pytest.mark.parametrize("size", [MOST, MOST + 1, 3 * MOST])
def test_a_body_that_is_too_large_is_read_to_its_end_and_not_kept(size: int, step: int) -> None:
    parser = parsed(b"POST /data/ HTTP/1.1\r\nContent-Length: %d" % size, b"x" * size, step)
    assert parser.completed
    assert parser.error is None
    assert parser.headers[TOO_LARGE] == "1"
    assert parser.headers["CONTENT_LENGTH"] == "0"
    assert parser.get_body_stream().read() == b""


@pytest.mark.parametrize("size", [0, 1, MOST - 1])
def test_a_body_that_is_not_is_there(size: int) -> None:
    parser = parsed(b"POST /data/ HTTP/1.1\r\nContent-Length: %d" % size, b"x" * size, 65_536)
    assert parser.completed
    assert parser.error is None
    assert TOO_LARGE not in parser.headers
    assert parser.get_body_stream().read() == b"x" * size


def test_one_beyond_all_measure_is_cut_off() -> None:
    parser = parsed(b"POST / HTTP/1.1\r\nContent-Length: %d" % (9 * MOST), b"x", 1000)
    assert parser.completed
    assert parser.error.code == 413


def test_a_client_cannot_mark_its_own_request() -> None:
    parser = parsed(b"GET / HTTP/1.1\r\nSTRONGHOLD_TOO_LARGE: 1", b"", 1000)
    assert TOO_LARGE not in parser.headers


@pytest.fixture
def sent_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], tuple[int, str]]]:
    """Sends a body of that many bytes to a running server; the answer says how many came and where they waited."""
    monkeypatch.setattr(tempfile, "tempdir", None)
    folder = receiving_folder(tmp_path)

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"]
        start_response("413 Large" if environ.get(f"HTTP_{TOO_LARGE}") else "200 OK", [])
        # The file it waits in has no name; its descriptor tells the folder.
        in_memory = isinstance(body, io.BytesIO)
        where = Path() if in_memory else Path(f"/proc/self/fd/{body.fileno()}").readlink()
        waited = "in memory" if in_memory else "in the store" if folder in where.parents else str(where)
        return [f"{len(body.read())} {waited}".encode()]

    sockets: dict[int, Any] = {}
    server = create_server(
        application, map=sockets, host="127.0.0.1", port=0, threads=1, max_request_body_size=MOST, inbuf_overflow=50_000
    )
    server.channel_class = Channel
    is_over = threading.Event()

    def serve() -> None:
        while not is_over.is_set():
            server.asyncore.loop(timeout=0.05, map=sockets, count=1)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()

    def send(size: int) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", int(server.effective_port), timeout=60)
        try:
            connection.request("POST", "/", body=b"x" * size)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    yield send
    # Whoever looks at the sockets goes before they are closed.
    is_over.set()
    thread.join(30)
    server.task_dispatcher.shutdown()
    for left in list(sockets.values()):
        left.close()


def test_who_sends_too_much_gets_the_answer_and_not_a_cut_connection(sent_to: Callable[[int], tuple[int, str]]) -> None:
    assert sent_to(10) == (200, "10 in memory")
    assert sent_to(MOST * 7) == (413, "0 in memory")
    assert sent_to(MOST - 1) == (200, "99999 in the store")


def test_the_folder_is_made_anew_and_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    (tmp_path / ".receiving").mkdir()
    (tmp_path / ".receiving" / "left").write_bytes(b"x")
    folder = receiving_folder(tmp_path)
    assert list(folder.iterdir()) == []
    assert folder.stat().st_mode & 0o777 == 0o700
    with tempfile.NamedTemporaryFile() as file:
        assert Path(file.name).parent == folder
