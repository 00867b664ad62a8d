"""Walks: what every kind of person gets at every address, by every method.

A route without a row here fails a test, and so does a row without a route. ``who`` names the
row of EXPECTED that a route follows; the answers there are taken from nowhere but the issue:
nobody 401 (a browser that reads is led to the sign-in page), a wrong role 403, what is outside
one's groups or belongs to another city 404.
"""

from dataclasses import dataclass

import worlds

from workflows.people import Person, Role

OK, MOVED, BAD, ASK, NO, LOST, STALE = 200, 303, 400, 401, 403, 404, 409


@dataclass(frozen=True, slots=True)
class Route:
    """An address, how it is asked, an example of it, and whose it is."""

    rule: str
    method: str
    url: str
    whose: str
    done: tuple[int, ...] = (OK,)
    """What those get who may."""


FILING = "/<quarter:quarter>/<project:project>/<owner:owner>"

ROUTES = (
    Route("/", "GET", "/", "everybody signed in", (302,)),
    Route("/<quarter:quarter>/", "GET", "/114Q4/", "everybody signed in"),
    Route(
        "/<quarter:quarter>/<project:project>/", "GET", "/114Q4/bridge/", "readers of the project"
    ),
    Route(
        "/<quarter:quarter>/<project:project>/<owner:owner>",
        "GET",
        "/114Q4/bridge/taipei",
        "readers of the project",
    ),
    Route(
        "/<quarter:quarter>/<project:project>/<owner:owner>/history",
        "GET",
        "/114Q4/bridge/taipei/history",
        "readers of the project",
        (OK,),
    ),
    Route(
        "/<quarter:quarter>/<project:project>/<owner:owner>",
        "POST",
        "/114Q4/bridge/taipei",
        "writers for taipei",
        (OK,),
    ),
    Route(
        "/<quarter:quarter>/<project:project>/<owner:owner>/preview",
        "POST",
        "/114Q4/bridge/taipei/preview",
        "writers for taipei",
        (OK,),
    ),
    Route(
        "/<quarter:quarter>/<project:project>/<owner:owner>/presence",
        "POST",
        "/114Q4/bridge/taipei/presence",
        "writers for taipei",
        (OK, 204),
    ),
    Route(
        "/<quarter:quarter>/<project:project>/<owner:owner>/unsent",
        "GET",
        "/114Q4/bridge/taipei/unsent",
        "writers for taipei",
        (OK, MOVED),
    ),
    Route(
        "/<quarter:quarter>/<project:project>/<owner:owner>/unsent",
        "POST",
        "/114Q4/bridge/taipei/unsent",
        "writers for taipei",
        (409,),
    ),
    Route(
        "/<quarter:quarter>/<project:project>/<owner:owner>/unsent/discard",
        "POST",
        "/114Q4/bridge/taipei/unsent/discard",
        "writers for taipei",
        (MOVED,),
    ),
    Route(
        "/<quarter:quarter>/<project:project>/<owner:owner>/withdraw",
        "POST",
        "/114Q4/bridge/taipei/withdraw",
        "writers for taipei",
        (409,),
    ),
    Route(
        "/<quarter:quarter>/<project:project>/<owner:owner>/word",
        "GET",
        "/114Q4/bridge/taipei/word",
        "writers for taipei",
        (OK,),
    ),
    Route(
        "/<quarter:quarter>/<project:project>/<owner:owner>/word/sheet.docx",
        "GET",
        "/114Q4/bridge/taipei/word/sheet.docx",
        "writers for taipei",
        (OK,),
    ),
    Route(
        "/<quarter:quarter>/<project:project>/<owner:owner>/word",
        "POST",
        "/114Q4/bridge/taipei/word",
        "writers for taipei",
        (422,),
    ),
    Route(
        "/<quarter:quarter>/<project:project>/<owner:owner>/suggest",
        "GET",
        "/114Q4/bridge/taipei/suggest",
        "commenters on the project",
        (OK,),
    ),
    Route(
        "/<quarter:quarter>/<project:project>/<owner:owner>/suggest",
        "POST",
        "/114Q4/bridge/taipei/suggest",
        "commenters on the project",
        (422,),
    ),
    Route(
        "/<quarter:quarter>/<project:project>/<owner:owner>/comment",
        "POST",
        "/114Q4/bridge/taipei/comment",
        "commenters on the project",
        (422,),
    ),
    Route(
        "/<quarter:quarter>/<project:project>/<owner:owner>/suggestions/<commit:suggestion>/adopt",
        "POST",
        "/114Q4/bridge/taipei/suggestions/0000000000000000000000000000000000000000/adopt",
        "writers for taipei",
        (LOST,),
    ),
    Route(
        "/<quarter:quarter>/<project:project>/<owner:owner>/suggestions/<commit:suggestion>/decline",
        "POST",
        "/114Q4/bridge/taipei/suggestions/0000000000000000000000000000000000000000/decline",
        "writers for taipei",
        (LOST,),
    ),
    Route("/<quarter:quarter>/desk", "GET", "/114Q4/desk", "filers"),
    Route("/<quarter:quarter>/nothing-new", "GET", "/114Q4/nothing-new", "filers", (MOVED,)),
    Route("/<quarter:quarter>/nothing-new", "POST", "/114Q4/nothing-new", "filers", (BAD,)),
    Route("/<quarter:quarter>/desk", "POST", "/114Q4/desk", "filers", (MOVED,)),
    Route("/<quarter:quarter>/check", "GET", "/114Q4/check", "filers"),
    Route("/<quarter:quarter>/check", "POST", "/114Q4/check", "filers", (BAD,)),
    Route("/<quarter:quarter>/receipts", "GET", "/114Q4/receipts", "everybody signed in"),
    Route(
        "/<quarter:quarter>/receipts/<receipt:number>",
        "GET",
        "/114Q4/receipts/114Q4-keelung-0001",
        "readers of the project",
    ),
    Route("/<quarter:quarter>/contacts", "GET", "/114Q4/contacts", "everybody signed in"),
    Route(
        "/<quarter:quarter>/<project:project>/contacts/<owner:owner>",
        "GET",
        "/114Q4/bridge/contacts/taipei",
        "writers for taipei",
    ),
    Route(
        "/<quarter:quarter>/<project:project>/contacts/<owner:owner>",
        "POST",
        "/114Q4/bridge/contacts/taipei",
        "writers for taipei",
        (BAD,),
    ),
    Route(
        "/<quarter:quarter>/<project:project>/figures",
        "GET",
        "/114Q4/bridge/figures",
        "readers of the project",
    ),
    Route("/<quarter:quarter>/findings", "GET", "/114Q4/findings", "everybody signed in"),
    Route("/<quarter:quarter>/report", "GET", "/114Q4/report", "everybody signed in"),
    Route(
        "/<quarter:quarter>/report.<form:form>", "GET", "/114Q4/report.txt", "everybody signed in"
    ),
    Route("/<quarter:quarter>/", "POST", "/114Q4/", "coordinators", (BAD,)),
    *(
        Route(f"/<quarter:quarter>/{name}", "GET", f"/114Q4/{name}", "everybody signed in")
        for name in ("board.csv", "board.xlsx")
    ),
    Route("/<quarter:quarter>/life", "GET", "/114Q4/life", "coordinators"),
    Route("/<quarter:quarter>/life", "POST", "/114Q4/life", "coordinators", (BAD,)),
    Route("/quarters/open", "GET", "/quarters/open", "coordinators"),
    Route("/quarters/open", "POST", "/quarters/open", "coordinators", (BAD,)),
    Route("/<quarter:quarter>/queue", "GET", "/114Q4/queue", "coordinators"),
    Route("/<quarter:quarter>/queue", "POST", "/114Q4/queue", "coordinators", (BAD,)),
    Route("/<quarter:quarter>/merge", "GET", "/114Q4/merge", "coordinators"),
    Route("/<quarter:quarter>/merge", "POST", "/114Q4/merge", "coordinators", (BAD,)),
    Route(f"{FILING}/review", "GET", "/114Q4/bridge/keelung/review", "deciders"),
    Route(f"{FILING}/review", "POST", "/114Q4/bridge/keelung/review", "deciders", (STALE,)),
    Route(f"{FILING}/reopen", "POST", "/114Q4/bridge/keelung/reopen", "deciders", (BAD,)),
    Route(
        f"{FILING}/threads/<commit:thread>",
        "POST",
        f"/114Q4/bridge/keelung/threads/{'0' * 40}",
        "who may comment",
        (LOST,),
    ),
    Route("/<quarter:quarter>/report/files", "GET", "/114Q4/report/files", "everybody signed in"),
    Route(
        "/<quarter:quarter>/report/files",
        "POST",
        "/114Q4/report/files",
        "everybody signed in",
        (LOST,),
    ),
    Route("/<quarter:quarter>/report/editions", "GET", "/114Q4/report/editions", "coordinators"),
    Route(
        "/<quarter:quarter>/report/editions",
        "POST",
        "/114Q4/report/editions",
        "coordinators",
        (BAD,),
    ),
    Route("/verify", "GET", "/verify", "everybody signed in"),
    Route("/verify", "POST", "/verify", "everybody signed in", (BAD,)),
    Route("/letters", "GET", "/letters", "who looks after letters"),
    Route(
        "/letters/<int:number>/again",
        "POST",
        "/letters/7/again",
        "who looks after letters",
        (LOST,),
    ),
    Route("/healthz", "GET", "/healthz", "everybody"),
    Route("/sitemap", "GET", "/sitemap", "everybody signed in"),
    Route("/accessibility", "GET", "/accessibility", "everybody"),
    Route("/static/<asset:name>", "GET", "/static/app.css", "everybody"),
    Route("/sign-in", "GET", "/sign-in", "everybody", (OK, MOVED)),
    Route("/sign-in", "POST", "/sign-in", "everybody", (BAD,)),
    Route("/sign-out", "POST", "/sign-out", "everybody", (MOVED,)),
    *(
        Route("/link/<secret:secret>", each, f"/link/{'x' * 43}", "everybody", (LOST,))
        for each in ("GET", "POST")
    ),
    Route("/forgotten", "GET", "/forgotten", "everybody"),
    Route("/forgotten", "POST", "/forgotten", "everybody", (BAD,)),
    Route("/me", "GET", "/me", "everybody signed in"),
    Route("/me/password", "POST", "/me/password", "everybody signed in", (BAD,)),
    Route(
        "/me/sessions/<digest:session>/end",
        "POST",
        f"/me/sessions/{'0' * 64}/end",
        "everybody signed in",
        (MOVED,),
    ),
    Route("/people", "GET", "/people", "administrators"),
    Route("/people/new", "GET", "/people/new", "administrators"),
    Route("/people/new", "POST", "/people/new", "administrators", (BAD,)),
    *(
        Route(f"/people/<int:number>{more}", each, f"/people/9999{more}", "administrators", (LOST,))
        for more, methods in {
            "": ("GET", "POST"),
            "/disable": ("POST",),
            "/enable": ("POST",),
            "/link": ("POST",),
            "/handover": ("GET", "POST"),
        }.items()
        for each in methods
    ),
    Route(
        "/people/handovers/<int:number>/end",
        "POST",
        "/people/handovers/9999/end",
        "administrators",
        (LOST,),
    ),
    Route("/sign-in/token", "GET", "/sign-in/token", "everybody signed in"),
)

NOBODY = "nobody"

VISITORS: dict[str, Person | None] = {
    NOBODY: None,
    **{f"filer of {city}": person for city, person in worlds.FILERS.items()},
    "filer of another group": Person(
        "外組填報", "other@example.org", Role.FILER, "taipei", frozenset({"culture"})
    ),
    "coordinator": worlds.COORDINATOR,
    "coordinator of another group": Person(
        "外組窗口", "else@example.org", Role.COORDINATOR, "", frozenset({"culture"})
    ),
    "administrator": worlds.ADMINISTRATOR,
    "reader": worlds.READER,
}
"""Everybody who may come, by role, city and group; the bridge belongs to 交通組."""

OTHERS = {"filer of another group", "coordinator of another group"}

REFUSED: dict[str, dict[str, int]] = {
    "everybody": {},
    "everybody signed in": {NOBODY: ASK},
    "filers": {
        NOBODY: ASK,
        **{name: NO for name in VISITORS if "filer" not in name and name != NOBODY},
    },
    "readers of the project": {NOBODY: ASK, **dict.fromkeys(OTHERS, LOST)},
    "coordinators": {
        NOBODY: ASK,
        **{name: NO for name in VISITORS if "coordinator" not in name and name != NOBODY},
    },
    "deciders": {
        **{name: NO for name in VISITORS if "coordinator" not in name},
        NOBODY: ASK,
        **dict.fromkeys(OTHERS, LOST),
    },
    "who may comment": {
        NOBODY: ASK,
        **dict.fromkeys(OTHERS, LOST),
        "administrator": NO,
        "reader": NO,
    },
    "who looks after letters": {
        NOBODY: ASK,
        **{n: NO for n in VISITORS if n.startswith("filer") or n == "reader"},
    },
    "administrators": {
        NOBODY: ASK,
        **{name: NO for name in VISITORS if name not in {NOBODY, "administrator"}},
    },
    "commenters on the project": {
        NOBODY: ASK,
        **dict.fromkeys(OTHERS, LOST),
        "administrator": NO,
        "reader": NO,
    },
    "writers for taipei": {
        NOBODY: ASK,
        **dict.fromkeys(OTHERS, LOST),
        **{f"filer of {city}": LOST for city in worlds.CITIES if city != "taipei"},
        "administrator": NO,
        "reader": NO,
    },
}
"""Who is refused what, and how; everybody who is not named may."""
