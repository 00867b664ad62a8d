"""A form with an outline box on a server that tests can sign out of, close, and break.

It has the attributes of the real form and the headers of every page, and keeps what it is sent.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

from flask import Flask, Response, jsonify, make_response, render_template_string, request
from playwright.sync_api import Page
from served import Silent
from werkzeug.serving import make_server

from webapp import headers
from webapp.assets import ASSETS

PAGE = """<!doctype html>
<html lang="zh-Hant"><head><meta charset="utf-8"><title>填寫</title>
<meta name="csrf-token" content="{{ token }}">
<link rel="icon" href="/static/mark.svg"><link rel="stylesheet" href="/static/app.css">
{% if script %}<script type="module" src="/static/form.js"></script>{% endif %}
</head><body><main id="main"><div class="wrap"><h1>填寫</h1>
<p id="presence" class="banner info" role="status" hidden></p>
<form method="post" action="/save" data-unsent="/unsent" data-place="114Q4/bridge/taipei"
 data-account="{{ account }}" data-base="{{ base }}" data-sign-in="/sign-in"
 data-preview="/preview" data-preview-into="preview"
 data-presence="/presence" data-presence-into="presence"{{ " data-unsaved" if unsaved }}>
<input type="hidden" name="csrf_token" value="{{ token }}">
<fieldset><legend>本季</legend>
{% for each in ("有新進度", "本季無新進度") %}
<label><input type="radio" name="kind" value="{{ each }}"{{ " checked" if each == kind }}>
{{ each }}</label>
{% endfor %}</fieldset>
<button id="take" class="btn sec sm" type="submit" name="take" value="1"
 data-take="1. 上季一項&#10;  (1) 上季細項">帶入</button>
<label for="body">最新辦理情形</label>
<textarea id="body" name="body" class="outline" rows="10"
 data-outline-box="{{ scheme }}">
{{ text }}</textarea>
<p id="count" data-count-of="body" data-count-before="68"></p>
<label for="next">下一欄</label><input id="next" name="next" value="">
<button class="btn" type="submit">儲存</button>
<section id="preview" aria-label="預覽"></section>
</form></div></main></body></html>"""


@dataclass
class Desk:
    """What the server holds, and how it behaves."""

    text: str = ""
    kind: str = "有新進度"
    scheme: str = "report"
    base: str = "aaaa"
    account: str = "wang"
    token: str = "first"  # noqa: S105 - of a made-up session
    script: bool = True
    signed_in: bool = True
    closed: str = ""
    broken: bool = False
    unsaved: bool = False
    others: str = ""
    kept: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    answers: Event = field(default_factory=Event)
    at_once: int = 0
    most_at_once: int = 0

    def __post_init__(self) -> None:
        """Answer at once, unless a test holds the answers back."""
        self.answers.set()

    def form(self) -> Response:
        """Show the form, as long as somebody is signed in."""
        if not self.signed_in:
            return make_response("", 401)
        shown = {each: getattr(self, each) for each in Desk.__dataclass_fields__}
        return make_response(render_template_string(PAGE, **shown))

    def refusal(self) -> Response | None:
        """Say why nothing is taken, if so."""
        statuses = {
            503: self.broken,
            401: not self.signed_in,
            400: request.headers.get("X-CSRF-Token") != self.token,
        }
        found = next((status for status, holds in statuses.items() if holds), None)
        return make_response("", found) if found else None

    def unsent(self) -> Response:
        """Keep what is typed."""
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            self.answers.wait(20)
            if (refusal := self.refusal()) is not None:
                return refusal
            if self.closed:
                return make_response(jsonify(sentence=self.closed), 409)
            self.kept.append(request.form.to_dict())
            return make_response("", 204)
        finally:
            self.at_once -= 1

    def preview(self) -> Response:
        """Print what is typed."""
        if (refusal := self.refusal()) is not None:
            return refusal
        shown = render_template_string("<p>預覽：{{ text }}</p>", text=request.form["body"])
        return make_response(shown)

    def presence(self) -> Response:
        """Tell who else is there."""
        if not self.others:
            return make_response("", 204)
        return make_response(jsonify(sentence=self.others))

    def save(self) -> Response:
        """Save, as the button of the form asks."""
        self.kept.append(request.form.to_dict())
        self.text = request.form["body"].replace("\r\n", "\n")
        return make_response("<!doctype html><title>已儲存</title><h1>已儲存</h1>")

    def begin_session(self, account: str = "wang") -> None:
        """Sign somebody in; the session has a token of its own."""
        self.signed_in, self.account, self.token = True, account, f"{self.token}+"

    def sign_in(self) -> Response:
        """Sign in, whoever comes."""
        self.begin_session()
        return make_response("<!doctype html><title>登入</title><h1>已登入</h1>")


def _asset(name: str) -> Response:
    return Response(ASSETS[name].raw, content_type=ASSETS[name].media_type)


def _app(desk: Desk) -> Flask:
    app = Flask("writing", static_folder=None)
    headers.send_with(app)
    app.before_request(lambda: desk.asked.append(f"{request.method} {request.path}"))
    app.add_url_rule("/static/<name>", view_func=_asset)
    app.add_url_rule("/", view_func=desk.form)
    app.add_url_rule("/sign-in", view_func=desk.sign_in)
    for view in (desk.unsent, desk.preview, desk.presence, desk.save):
        app.add_url_rule(f"/{view.__name__}", view_func=view, methods=["POST"])
    return app


@contextmanager
def writing(desk: Desk) -> Iterator[str]:
    """Serve a desk; its address ends with a slash."""
    server = make_server("127.0.0.1", 0, _app(desk), threaded=True, request_handler=Silent)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True)
class Box:
    """The outline box on a page, as a person at the keyboard sees it."""

    page: Page

    def begin(self, text: str) -> None:
        """Put a text with the caret at ``¦``, or a selection between two of them."""
        before, *rest = text.split("¦")
        at = [len(before), len(before) + (len(rest[0]) if len(rest) > 1 else 0)]
        self.page.evaluate(
            """([text, from, to]) => {
                const box = document.getElementById('body');
                box.focus();
                box.select();
                document.execCommand('insertText', false, text);
                box.setSelectionRange(from, to);
                box.dispatchEvent(new Event('pointerdown'));
            }""",
            [before + "".join(rest), *at],
        )

    @property
    def text(self) -> str:
        """The text, with the caret or the ends of the selection as ``¦``."""
        return str(
            self.page.evaluate(
                """() => {
                    const { value, selectionStart: a, selectionEnd: b }
                        = document.getElementById('body');
                    const middle = a === b ? '' : value.slice(a, b) + '¦';
                    return value.slice(0, a) + '¦' + middle + value.slice(b);
                }"""
            )
        )

    @property
    def value(self) -> str:
        """The text alone."""
        return self.page.input_value("#body")

    def press(self, *keys: str) -> str:
        """Press keys; return the text and the caret."""
        for key in keys:
            self.page.keyboard.press(key)
        return self.text

    def said(self) -> str:
        """Return what the box told the person last."""
        return self.page.inner_text(".box-status")

    def paste(self, html: str = "", plain: str = "", event: str = "paste") -> str:
        """Paste what another program put on the clipboard."""
        self.page.evaluate(
            """([html, plain, name]) => {
                const data = new DataTransfer();
                if (html) data.setData('text/html', html);
                if (plain) data.setData('text/plain', plain);
                const made = new ClipboardEvent(name, {
                    clipboardData: data, bubbles: true, cancelable: true,
                });
                const box = document.getElementById('body');
                if (box.dispatchEvent(made)) document.execCommand('insertText', false, plain);
            }""",
            [html, plain, event],
        )
        return self.text


def until(page: Page, holds: Callable[[], bool], patience: int = 15_000) -> None:
    """Wait until something holds; the page goes on meanwhile."""
    for _ in range(patience // 50):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not come about")
