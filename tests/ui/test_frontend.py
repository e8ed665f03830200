"""Files of Gradio's page go out fast to a near reader, and once to everyone."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gradio
import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from yinju.ui.app.frontend import Frontend

SCRIPT = next((Path(gradio.__file__).parent / "templates" / "frontend" / "assets").glob("*.js"))


async def other(_: Request) -> PlainTextResponse:
    return PlainTextResponse("from the application")


def got(path: str, near: bool = True, method: str = "GET") -> httpx.Response:
    """What comes of a request to an application that has an answer of its own for everything."""
    with ThreadPoolExecutor(1) as own:  # the browser of other tests has a loop in this thread
        return own.submit(lambda: asyncio.run(_got(path, near, method))).result()


async def _got(path: str, near: bool, method: str) -> httpx.Response:
    routes = [Route("/{path:path}", other, methods=["GET", "POST"])]
    transport = httpx.ASGITransport(
        Frontend(Starlette(routes=routes)),  # type: ignore[arg-type]
        client=("127.0.0.1" if near else "192.0.2.7", 1),
    )
    async with httpx.AsyncClient(transport=transport, base_url="http://page") as client:
        return await client.request(method, path)


def test_a_near_reader_gets_the_file_itself_for_ever() -> None:
    answer = got(f"/assets/{SCRIPT.name}")
    assert answer.content == SCRIPT.read_bytes()
    assert answer.headers["content-type"].split(";")[0] in ("text/javascript", "application/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "identity", "nothing compresses it on its way"


def test_a_reader_from_elsewhere_gets_what_the_application_sends_for_ever() -> None:
    answer = got(f"/assets/{SCRIPT.name}", near=False)
    assert answer.text == "from the application"
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/", "GET"),
        ("/assets/none.js", "GET"),
        ("/assets/../index.html", "GET"),
        ("/assets/%2e%2e/index.html", "GET"),
        (f"/assets/{SCRIPT.name}", "POST"),
        (f"/{SCRIPT.name}", "GET"),
    ],
)
def test_everything_else_is_left_to_the_application(path: str, method: str) -> None:
    answer = got(path, method=method)
    assert answer.text == "from the application"
    assert "cache-control" not in answer.headers
