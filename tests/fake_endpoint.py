"""An OpenAI-compatible endpoint on loopback that says what it is told to, and notes what it is asked."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Endpoint:
    """What was asked, and what is answered: one status or list of pieces a call, the last one from then on.

    In place of a piece None ends the connection.
    """

    url: str = ""
    replies: list[int | list[str | None]] = field(default_factory=lambda: [["Alpha is big [1]."]])
    models: list[str] | int = field(default_factory=lambda: ["scripted"])
    pause: float = 0.0
    """Seconds before each piece."""
    bodies: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)
    """Set when the one who asked closed the connection before the reply was over."""


@contextmanager
def serving() -> Iterator[Endpoint]:
    """Serve an endpoint while the block runs."""
    endpoint = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            endpoint.keys.append(self.headers["Authorization"])
            if isinstance(endpoint.models, int):
                self._status(endpoint.models)
            else:
                data = [{"id": name, "object": "model", "created": 0, "owned_by": "x"} for name in endpoint.models]
                self._json(200, {"object": "list", "data": data})

        def do_POST(self) -> None:
            endpoint.keys.append(self.headers["Authorization"])
            endpoint.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            said = endpoint.replies[min(len(endpoint.bodies), len(endpoint.replies)) - 1]
            if isinstance(said, int):
                self._status(said)
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            try:
                for piece in said:
                    time.sleep(endpoint.pause)
                    if piece is None:
                        self.connection.shutdown(socket.SHUT_RDWR)
                        return
                    self._event(json.dumps(_chunk({"content": piece}, None)))
                self._event(json.dumps(_chunk({}, "stop")))
                self._event("[DONE]")
            except OSError:
                endpoint.hung_up.set()

        def _event(self, data: str) -> None:
            self.wfile.write(f"data: {data}\n\n".encode())
            self.wfile.flush()

        def _status(self, status: int) -> None:
            self._json(status, {"error": {"message": f"status {status}", "type": "x", "code": None}})

        def _json(self, status: int, body: dict[str, Any]) -> None:
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    endpoint.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()


def _chunk(delta: dict[str, str], finish: str | None) -> dict[str, Any]:
    choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": finish}
    return {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "scripted", "choices": [choice]}
