"""A program that opens a page over a WebSocket as a browser does, to any address and with any headers."""

import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

SECONDS = 60  # a server that says nothing for so long is lost


class Visitor:
    """One open connection: the session that it belongs to, and all that came over it."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.session = ""
        self.received = str(connection.response.headers).encode()

    def texts(self) -> list[str]:
        """The texts that the page prints when it is run now."""
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        self.connection.send(asked.SerializeToString())
        printed = []
        while (message := self._next()).WhichOneof("type") != "script_finished":
            if message.WhichOneof("type") == "new_session":
                self.session = message.new_session.initialize.session_id
            if message.delta.new_element.WhichOneof("type") == "text":
                printed.append(message.delta.new_element.text.body)
        return printed

    def _next(self) -> ForwardMsg:
        received = self.connection.recv(SECONDS)
        self.received += received
        return ForwardMsg.FromString(received)


@contextmanager
def visit(
    url: str,
    headers: Mapping[str, str] | None = None,
    *,
    peer: str = "127.0.0.1",
    host: str = "localhost",
    protocols: Sequence[str] = ("none",),
) -> Iterator[Visitor]:
    """A visitor who comes to the server of this URL at the address `peer` and asks for `host`.

    `protocols` is what Streamlit's pages send there: a token against forgery and, of a session to go on with, the id.
    """
    port = urlsplit(url).port
    with connect(
        f"ws://{host}:{port}/_stcore/stream",
        sock=socket.create_connection((peer, port), SECONDS),
        subprotocols=["streamlit", *protocols],
        additional_headers=headers,
        proxy=None,
    ) as connection:
        yield Visitor(connection)
