"""The scripts and styles of Gradio's page, straight from its folder: sixty files that a first visit waits for."""

from __future__ import annotations

import mimetypes
from pathlib import Path

import gradio
from starlette.responses import Response

from yinju.ui.app.policy import Application, Message, Receive, Send

_AT = "/assets/"
_FOLDER = Path(gradio.__file__).parent / "templates" / "frontend" / "assets"
_KEPT = "public, max-age=31536000, immutable"  # each name holds a hash of what the file says
_NEAR = ("127.0.0.1", "::1")


class Frontend:
    """Answers for the files of Gradio's page, and leaves everything else to an ASGI application.

    Gradio compresses a file each time it is asked for, which a reader on the same machine waits for in vain; others
    get what Gradio sends. No browser asks twice for the same file.
    """

    def __init__(self, application: Application) -> None:
        self._application = application
        self._names = frozenset(path.name for path in _FOLDER.glob("*") if path.is_file())

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request."""
        name = str(scope.get("path", "")).removeprefix(_AT)
        if scope["type"] != "http" or scope["method"] != "GET" or name not in self._names:
            await self._application(scope, receive, send)
        elif (scope.get("client") or ("",))[0] in _NEAR:
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            headers = {"cache-control": _KEPT, "content-encoding": "identity"}  # or Gradio compresses it on its way out
            kept = Response((_FOLDER / name).read_bytes(), media_type=kind, headers=headers)
            await kept(scope, receive, send)
        else:

            async def lasting(message: Message) -> None:
                if message["type"] == "http.response.start" and message["status"] == 200:
                    message = {**message, "headers": [*message["headers"], (b"cache-control", _KEPT.encode())]}
                await send(message)

            await self._application(scope, receive, lasting)
