"""A server for tests/test_permission.py: the dashboard's middleware around one page, on every address there is.

It is run by uvicorn itself, which is told to believe the proxy headers of anybody: the worst that an operator can do.
"""

import asyncio
import socket
from pathlib import Path

import streamlit as st
import uvicorn

from views.connection import TOKEN
from views.server import middleware

app = st.App(Path(__file__).with_name("permission_page.py"), middleware=middleware())


class Announced(uvicorn.Server):
    """A server that prints its address once it listens."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """The server listens, and its address and its secret are printed."""
        await super().startup(sockets)
        port = self.servers[0].sockets[0].getsockname()[1]
        print(f"token: {TOKEN}", flush=True)
        print(f"URL: http://localhost:{port}", flush=True)


if __name__ == "__main__":
    settings = uvicorn.Config(app, host="0.0.0.0", port=0, ws="websockets-sansio", forwarded_allow_ips="*")  # noqa: S104
    asyncio.run(Announced(settings).serve())
