"""The ASGI app of `streamlit run server.py`: session cookie, health, operations, calendar feed, security headers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from auth import session_cookie, sessions
from auth.connections import DatabaseAway
from auth.user import User
from database.db_connector import engine
from database.settings import settings
from database.version import version
from services import startup
from services.errors import TonnageError
from services.log import outbox as log_outbox
from services.programs import feed_address
from services.saving import carried_out
from services.startup import NotReady
from utils.components import offline
from utils.programs import calendar_feed, calendar_file
from utils.startup import prepare
from utils.workout import outbox

LARGEST_BODY: Final = 4096
LARGEST_OUTBOX: Final = 1_000_000
OPS_ROUTE: Final = "/api/ops"
# Streamlit needs inline styles, scripts from blobs (components) and WebAssembly; no other server is allowed.
CONTENT_POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob: data:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "media-src 'self' data: blob:",
        "connect-src 'self' ws: wss:",
        "worker-src 'self' blob:",
        "frame-src 'self' blob: data:",
        "frame-ancestors 'self'",
        "form-action 'self'",
        "base-uri 'self'",
        "object-src 'none'",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Envelope:
    """Add the security headers to every response, and renew the cookie of a session that is a week old."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_page = scope["method"] == "GET" and not scope["path"].startswith(calendar_feed.ROUTE)
        fresh = await _rotated(Request(scope)) if is_page else None

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if fresh:
                    headers.append("Set-Cookie", _cookie(fresh, session_cookie.MAX_AGE_S))
            await send(message)

        await self.app(scope, receive, send_with_headers)


async def keep_cookie(request: Request) -> Response:
    """Exchange a ticket for the session cookie, which no script can read."""
    body = await _json(request)
    ticket = body.get("ticket") if body else None
    token = await run_in_threadpool(sessions.redeem, engine(), ticket) if isinstance(ticket, str) else None
    if token is None:
        return _refusal(403, "This ticket is not valid.")
    return Response(status_code=204, headers={"Set-Cookie": _cookie(token, session_cookie.MAX_AGE_S)})


async def drop_cookie(request: Request) -> Response:
    """End the session of the cookie, and delete the cookie."""
    if await _json(request) is None:
        return _refusal(403, "This request does not come from the app.")
    token = request.cookies.get(session_cookie.NAME)
    if token:
        await run_in_threadpool(sessions.revoke_token, engine(), token)
    return Response(status_code=204, headers={"Set-Cookie": _cookie("", 0)})


async def take_operations(request: Request) -> Response:
    """Apply an outbox: 200 with the results; after 401, 403, 409 or 503 the browser keeps it."""
    payload = await _json(request, LARGEST_OUTBOX)
    if payload is None:
        return _refusal(403, "This request does not come from the app.")
    token = request.cookies.get(session_cookie.NAME)
    return await run_in_threadpool(_carried_out, token, payload)


def _carried_out(token: str | None, payload: dict[str, Any]) -> Response:
    try:
        visit = sessions.visit_by_token(engine(), token) if token else None
        if visit is None:
            return _refusal(401, "The session has ended: sign in again, nothing is lost.")
        return JSONResponse(log_outbox.carry_out(engine(), visit.user.user_id, payload))
    except log_outbox.NotAnOutbox as error:
        return _refusal(400, str(error))
    except log_outbox.OfAnotherLifter as error:
        return _refusal(409, str(error))
    except (log_outbox.Unreachable, DatabaseAway) as error:
        return _refusal(503, str(error))


async def give_calendar(request: Request) -> Response:
    """Serve the calendar of an address without a session: 200, 304, 404 for an unknown address, or 503."""
    token, known_tags = request.path_params["token"], request.headers.get("if-none-match", "")
    return await run_in_threadpool(_calendar, token, known_tags)


def _calendar(token: str, known_tags: str) -> Response:
    try:
        account = carried_out(lambda: feed_address.owner(engine(), token))
        if account is None:
            return PlainTextResponse(
                "There is no calendar at this address.", 404, headers={"Cache-Control": "no-store"}
            )
        body, tag = calendar_feed.file_of(User.of(account), account["data_version"])
    except TonnageError:
        return PlainTextResponse("The calendar cannot be read now.", 503, headers={"Retry-After": "300"})
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
    if tag in [tag_text.strip().removeprefix("W/") for tag_text in known_tags.split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=calendar_file.MEDIA_TYPE, headers=headers)


def health(_request: Request) -> Response:
    """Report the version and whether the database answers: 200 or 503."""
    well = startup.answers()
    return JSONResponse({"database": "ok" if well else "away", "version": version()}, status_code=200 if well else 503)


def _kept_files() -> list[Route]:
    """Return the routes of files that open the log page offline; browsers must always revalidate them."""
    fresh = {"Cache-Control": "no-cache"}
    answers = {
        outbox.WORKER: lambda _: Response(
            offline.worker(), media_type="text/javascript", headers=fresh | {"Service-Worker-Allowed": "/"}
        ),
        "/offline": lambda _: Response(
            offline.page(), media_type="text/html", headers=fresh | {"X-Tonnage-Page": "offline"}
        ),
        outbox.MANIFEST: lambda _: Response(offline.manifest(), media_type="application/manifest+json"),
    }
    icons = [Route(address, _icon) for address in offline.ICONS]
    return [*(Route(address, answer) for address, answer in answers.items()), *icons]


def _icon(request: Request) -> Response:
    address = request.url.path
    return Response(offline.icon(address), media_type=offline.ICONS[address])


def _cookie(token: str, max_age_s: int) -> str:
    cookie: SimpleCookie = SimpleCookie({session_cookie.NAME: token})
    flags: dict[str, Any] = {"path": "/", "max-age": max_age_s, "httponly": True, "samesite": "Lax"}
    cookie[session_cookie.NAME].update({**flags, "secure": settings().cookie_secure})
    return cookie[session_cookie.NAME].OutputString()


async def _json(request: Request, largest: int = LARGEST_BODY) -> dict[str, Any] | None:
    """Return the body of a request that the app's own script sent; None for other requests."""
    size = request.headers.get("content-length", "")
    is_json = request.headers.get("content-type", "").partition(";")[0].strip() == "application/json"
    is_small = size.isascii() and size.isdigit() and len(size) < 9 and int(size) <= largest
    if not (_same_origin(request.headers) and is_json and is_small):
        return None
    try:
        body = await request.json()
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _same_origin(headers: Headers) -> bool:
    """Whether the browser says that our own page sent this; over plain HTTP only Origin says it."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(headers.get("origin", "")).netloc == headers.get("host") != ""


async def _rotated(request: Request) -> str | None:
    token = request.cookies.get(session_cookie.NAME)
    if token is None or "text/html" not in request.headers.get("accept", ""):
        return None
    try:
        return await run_in_threadpool(sessions.rotate, engine(), token)
    except DatabaseAway:
        return None


def _refusal(status: int, sentence: str) -> Response:
    return JSONResponse({"error": sentence}, status_code=status)


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[None]:
    session_cookie.use_route()
    outbox.use_route(OPS_ROUTE)
    calendar_feed.use_route()
    with suppress(NotReady):  # app.py tries again on each run and reports the error
        await run_in_threadpool(prepare)
    yield


app = st.App(
    Path(__file__).parent / "app.py",
    routes=[
        Route(OPS_ROUTE, take_operations, methods=["POST"]),
        Route(session_cookie.ROUTE, keep_cookie, methods=["POST"]),
        Route(session_cookie.ROUTE, drop_cookie, methods=["DELETE"]),
        Route("/healthz", health),
        Route(calendar_feed.ROUTE + "{token}.ics", give_calendar, methods=["GET"]),
        *_kept_files(),
    ],
    middleware=[Middleware(Envelope)],
    lifespan=_lifespan,
)
