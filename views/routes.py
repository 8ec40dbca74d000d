"""The addresses of snapshots: what a program, a spreadsheet or a link of a page gets from the running dashboard."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.endpoints import HTTPEndpoint
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from figures.export import policy
from posture.library import Opened
from posture.problems import DataError, did_you_mean, quoted
from posture.snapshot_commands import FORMS
from posture.snapshots import asked
from posture.snapshots.asked import Asked, AskedError
from posture.snapshots.writing import file_name
from views import data
from views.context import below

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "zip": "application/zip",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
}
STILL = ("etag", "cache-control", "content-security-policy")  # what an answer says without its bytes
SHOWN = ("html",)  # what a browser opens; the others it saves
MOST_PROBLEMS = 20
# A file of charts runs its own scripts alone, as if it came from nowhere: it can reach nothing of the dashboard.
CHARTS_POLICY = "{own}; frame-ancestors 'none'; sandbox allow-scripts allow-downloads"
STALE = "The files of the data have errors; this is made of the last good data."


def routes() -> list[BaseRoute]:
    """What `dashboard.py` answers beside its pages."""
    return [Route(f"{below()}/snapshots/{{name:path}}", Snapshots)]


class Snapshots(HTTPEndpoint):
    """`GET` and `HEAD /snapshots/THEATRE.FORM`, with the parameters of a page's address and `page`."""

    async def get(self, request: Request) -> Response:
        """The snapshot as a file, 304 where the caller holds it, or in plain words why there is none."""
        parameters = {name: request.query_params.getlist(name) for name in request.query_params}
        answer = await run_in_threadpool(snapshot, request.path_params["name"], parameters)
        return _unless_held(answer, request.headers.get("if-none-match", ""))

    async def method_not_allowed(self, request: Request) -> Response:
        """405, in plain words."""
        told = f"A snapshot is only read: ask with GET or HEAD, not {request.method[:20]}.\n"
        return PlainTextResponse(told, 405, {"Allow": "GET, HEAD"})


def snapshot(name: str, parameters: Mapping[str, Sequence[str]]) -> Response:
    """The answer to an address: `name` is what follows /snapshots/, as in THEATRE.csv."""
    theatre, _, form = name.rpartition(".")
    library = data.library(data.folder(), data.configuration())
    known = library.keys()
    if form not in FORMS:
        told = f"{quoted(name)} is no snapshot; write a theatre and one of .{', .'.join(FORMS)}"
        return _told(404, [told, f"Theatres here: {', '.join(known) or 'none'}."])
    if theatre not in known:
        told = f"There is no theatre {quoted(theatre)} here; {did_you_mean(theatre, known)}"
        return _told(404, [told, f"Theatres here: {', '.join(known) or 'none'}."])
    try:
        opened = library.open(theatre, datetime.now().astimezone().date())
        return _made(opened, asked.read(parameters, opened), form)
    except DataError as error:
        return _told(503, ["The data cannot be read:", *map(str, error.problems[:MOST_PROBLEMS])])
    except AskedError as error:
        return _told(400, error.faults)


def _made(opened: Opened, wanted: Asked, form: str) -> Response:
    content = FORMS[form](opened, wanted)
    how = "inline" if form in SHOWN else "attachment"
    headers = {
        "Content-Type": MEDIA_TYPES[form],
        "Content-Disposition": f'{how}; filename="{file_name(opened, wanted, form)}"',
        "ETag": f'"{hashlib.sha256(content).hexdigest()}"',
        # It may be kept, but is asked for anew each time: a report may have been added.
        "Cache-Control": "no-cache",
    }
    headers |= {"Content-Security-Policy": CHARTS_POLICY.format(own=policy())} if form in SHOWN else {}
    return Response(content, headers=headers | ({"Snapshot-Notice": STALE} if opened.stale else {}))


def _unless_held(answer: Response, held: str) -> Response:
    tag = answer.headers.get("etag")
    tags = {one.strip().removeprefix("W/") for one in held.split(",")}
    if tag is None or not tags & {tag, "*"}:
        return answer
    # A browser puts these in the place of those that it kept.
    kept = {name: answer.headers[name] for name in STILL if name in answer.headers}
    return Response(status_code=304, headers=kept)


def _told(status: int, lines: Sequence[str]) -> Response:
    return PlainTextResponse("".join(f"{line}\n" for line in lines), status, {"Cache-Control": "no-store"})
