"""Serving the page on this machine, and beyond it only behind a password."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Callable

from yinju.index.errors import UsageError, YinjuError
from yinju.rag.pipeline import Yinju

Login = tuple[str, str] | None

_LOOK = 0.01  # seconds between two looks for a question; Gradio's thousandth takes a tenth of a processor


def credentials(host: str, auth: str | None) -> Login:
    """Return user and password. Raises UsageError when they are missing for an address beyond this machine."""
    if auth is not None:
        user, colon, password = auth.partition(":")
        if not (user and colon and password):
            raise UsageError("--auth: write it as USER:PASSWORD")
        return user, password
    if not _is_loopback(host):
        raise UsageError(
            f"--host {host} opens the library to other machines, and without a password anyone there could read it; "
            "add --auth USER:PASSWORD, or leave --host out"
        )
    return None


def serve(engine: Yinju, host: str, port: int, login: Login, tell: Callable[[str], None]) -> None:
    """Serve the chat until interrupted. Raises YinjuError when the port is taken."""
    host = host.strip("[]")
    port = port or _free_port(host)
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise YinjuError(
                f"cannot listen on {host}:{port} ({error.strerror}); choose another with --port"
            ) from error
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    import gradio as gr
    from starlette.middleware import Middleware

    from yinju.ui.app import page
    from yinju.ui.app.frontend import Frontend
    from yinju.ui.app.policy import Policy

    engine.ask("What is new in 2023? 新闻里有什么？")  # loads vectors and dictionaries, so that no asker waits for them
    theme = gr.themes.Base(font=page.FONT, font_mono=["ui-monospace", "monospace"])
    app = page.build(engine).queue(default_concurrency_limit=16)
    app._queue.sleep_when_free = _LOOK
    app.launch(
        server_name=host, server_port=port, auth=login, share=False, quiet=True, inbrowser=False, prevent_thread_lock=True,
        footer_links=[], theme=theme, css=page.style(), head=page.head(), ssr_mode=False, pwa=False, enable_monitoring=False, max_file_size="64mb",
        app_kwargs={"middleware": [Middleware(Policy), Middleware(Frontend)]},
    )  # fmt: skip
    tell(f"Yinju is at http://{f'[{host}]' if ':' in host else host}:{port}  (stop with Ctrl-C)")
    app.block_thread()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _free_port(host: str) -> int:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
