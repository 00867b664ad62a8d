"""The files of a report: built once, outside the request, and handed out to who asks."""

import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from threading import Thread

import pytest
import worlds
from flask import Flask
from flask.testing import FlaskClient
from pages import check, visit
from sqlalchemy import func, select
from starts import Start
from visitors import post, signed_in

from records.archive import Archive
from records.project import Decision, Gap, Project
from records.quarter import Quarter
from records.textform import dump
from webapp.archive import Opened
from webapp.builds import Build, Builder, State, Wanted
from webapp.tables import BUILDS, DOWNLOADS
from workflows.report.publish import FORMS, publish
from workflows.report.selection import Selection

FILES = "/114Q4/report/files"
HEAVY = [name for name, form in FORMS.items() if not form.textual]


@pytest.fixture
def app(records: Path, start: Start) -> Flask:
    """Return the pages over a copy, where nothing was built yet."""
    return start(records)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a coordinator's browser."""
    return signed_in(app, worlds.COORDINATOR)


def _here(app: Flask) -> Opened:
    opened: Opened = app.extensions["hebao"]
    return opened


def _asked(app: Flask) -> list[Wanted]:
    with _here(app).database.reading() as connection:
        rows = connection.execute(BUILDS.select()).all()
    return [found for row in rows if (found := Wanted.read(row.key))]


def _built(app: Flask, wanted: Wanted) -> Build:
    found = _here(app).builds.find(wanted)
    assert found
    return found


# -- Asking --------------------------------------------------------------------------------------


def test_every_form_is_offered_open_formats_first(client: FlaskClient) -> None:
    page = visit(client, FILES)

    labels = page.words("//table[@class='files']/tbody/tr/th")
    assert labels == [form.label for form in FORMS.values()]
    assert labels.index("PDF") < labels.index("試算表（XLSX）")


def test_a_form_that_is_text_can_be_downloaded_at_once_with_its_size_and_hash(
    client: FlaskClient,
) -> None:
    page = visit(client, FILES)
    raw = client.get("/114Q4/report.html").data

    assert "/114Q4/report.html" in page.links()
    assert sha256(raw).hexdigest() in page.text


def test_a_form_that_is_none_yet_is_asked_for_first(client: FlaskClient) -> None:
    answer = client.get("/114Q4/report.pdf")

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{FILES}#form-pdf"


def test_what_was_asked_for_is_said_to_be_waiting(client: FlaskClient) -> None:
    post(client, FILES, form="pdf")

    page = visit(client, FILES)

    assert "正在產製" in page.text
    assert page.words("//tr[@id='form-pdf']/td")[0] == "排隊中"


def test_two_people_who_press_at_once_get_one_build(app: Flask) -> None:
    clients = [signed_in(app, person) for person in (worlds.COORDINATOR, worlds.FILERS["taipei"])]
    pressing = [Thread(target=post, args=(each, FILES), kwargs={"form": "pdf"}) for each in clients]
    for each in pressing:
        each.start()
    for each in pressing:
        each.join()

    assert len(_asked(app)) == 1


def test_another_state_of_the_records_is_another_build(
    app: Flask, client: FlaskClient, records: Path
) -> None:
    post(client, FILES, form="pdf")
    with Archive.open(records) as archive:
        text = archive.text(archive.blob("114Q4/bridge/taipei.md"))
    worlds.break_records(records, {"114Q4/bridge/taipei.md": text.replace(b"3", b"5")})

    post(client, FILES, form="pdf")

    assert len({each.commit for each in _asked(app)}) == 2


@pytest.mark.parametrize("said", [{"form": "wps"}, {"form": "pdf", "part": "city.tainan"}, {}])
def test_what_is_not_there_cannot_be_asked_for(client: FlaskClient, said: dict[str, str]) -> None:
    answer = post(client, FILES, **said)

    assert answer.status_code == 404
    check(client, answer)


# -- Building ------------------------------------------------------------------------------------


def test_a_build_is_what_the_command_line_writes(
    app: Flask, client: FlaskClient, told: Path
) -> None:
    form = "xlsx"
    post(client, FILES, form=form)

    assert _here(app).builds.work() == 1

    answer = client.get(f"/114Q4/report.{form}")
    with Archive.open(told) as archive:
        assert answer.data == publish(archive.holding(worlds.NOW), form)
    assert answer.content_type == FORMS[form].media_type
    assert sha256(answer.data).hexdigest() in visit(client, FILES).text
    again = client.get(f"/114Q4/report.{form}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_an_extract_is_built_and_named_as_one(app: Flask, client: FlaskClient, told: Path) -> None:
    page = visit(client, f"{FILES}?part=group.safety")
    assert "節錄：災防組" in page.text
    post(client, FILES, form="pdf", part="group.safety")
    _here(app).builds.work()

    answer = client.get("/114Q4/report.pdf?part=group.safety")

    with Archive.open(told) as archive:
        only = Selection(groups=("safety",))
        assert answer.data == publish(archive.holding(worlds.NOW), "pdf", only=only)
    assert "filename=114Q4-group-safety.pdf" in answer.headers["Content-Disposition"]


def test_what_went_wrong_is_told_and_can_be_tried_again(
    app: Flask, client: FlaskClient, records: Path
) -> None:
    with Archive.open(records) as archive:
        text = archive.text(archive.blob("114Q4/bridge/taipei.md"))
    strange = text.replace("增".encode(), "👍".encode())
    worlds.break_records(records, {"114Q4/bridge/taipei.md": strange})
    post(client, FILES, form="pdf")
    _here(app).builds.work()

    page = visit(client, FILES)
    assert "沒有完成字型裡沒有「👍」（U+1F44D），PDF 印不出來：見「跨河便橋」" in page.text

    post(client, FILES, form="pdf")
    assert _built(app, _asked(app)[0]).state is State.QUEUED


def test_a_file_that_was_cleared_away_can_be_made_again(app: Flask, client: FlaskClient) -> None:
    post(client, FILES, form="xlsx")
    _here(app).builds.work()
    shutil.rmtree(_here(app).builds.folder)

    visit(client, FILES)
    post(client, FILES, form="xlsx")

    assert _built(app, _asked(app)[0]).state is State.QUEUED


HOLD = """
import sys
from pathlib import Path
from webapp.builds import Builds
from webapp.database import Database
builds = Builds(Database(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
with builds._alone(sys.argv[4]) as free:
    print(free, flush=True)
    sys.stdin.read()
"""


@pytest.mark.endurance
def test_what_a_process_builds_is_left_to_it_and_taken_up_again_when_it_is_killed(
    app: Flask, client: FlaskClient, records: Path
) -> None:
    post(client, FILES, form="xlsx")
    here, wanted = _here(app), _asked(app)[0]
    url = here.database.url.render_as_string(hide_password=False)
    words = (sys.executable, "-c", HOLD, url, records, here.builds.folder, wanted.key)
    with subprocess.Popen(words, stdin=-1, stdout=-1, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "True\n"
        assert here.builds.work() == 0
        other.kill()

    assert here.builds.work() == 1
    assert _built(app, wanted).state is State.DONE


def test_a_build_of_another_program_s_name_is_given_up_in_a_sentence(app: Flask) -> None:
    builds = _here(app).builds
    wanted = Wanted(Quarter(114, 4), "pdf", "0" * 40, 0, "", "0" * 32)
    strange = Wanted(Quarter(114, 4), "wps", "0" * 40, 0, "", "0" * 32)
    builds.ask(strange, by=1, on=worlds.LATER)

    assert Wanted.read(wanted.key) == wanted
    assert builds.work() == 1
    found = builds.find(strange)
    assert found
    assert (found.state, found.error) == (State.FAILED, "程式已經更新，請再產製一次。")


def test_the_thread_of_a_serving_process_works_builds_off(app: Flask, client: FlaskClient) -> None:
    builder = Builder(_here(app).builds)
    builder.start()
    post(client, FILES, form="xlsx")
    file = _here(app).builds.file(_asked(app)[0])
    while not file.exists():
        builder.join(0.05)
    builder.end()
    builder.join()

    assert client.get("/114Q4/report.xlsx").status_code == 200


# -- Editions ------------------------------------------------------------------------------------


def _decided(project: Project, *owners: str) -> bytes:
    """Write a project whose missing texts were decided on."""
    gaps = tuple(Gap(section="main", city=each, decision=Decision.OMIT) for each in owners)
    return dump(project.model_copy(update={"gaps": gaps}))


def test_a_frozen_quarter_is_handed_out_as_the_edition_that_was_issued(
    records: Path, start: Start
) -> None:
    worlds.break_records(records, {"114Q3/river/project.md": _decided(worlds.RIVER, "joint")})
    cities = ("new-taipei", "keelung", "taoyuan")
    worlds.break_records(records, {"114Q3/bridge/project.md": _decided(worlds.BRIDGE, *cities)})
    words = (sys.executable, "-c", "from webapp.cli import main; main()")
    subprocess.run((*words, "quarter", "freeze", records, "114Q3"), check=True, capture_output=True)
    app = start(records)
    client = signed_in(app, worlds.COORDINATOR)
    post(client, "/114Q3/report/files", form="pdf")
    _here(app).builds.work()

    page = visit(client, "/114Q3/report/files")

    assert "第 1 版定稿" in page.text
    assert page.words("//tr[@id='form-pdf']//span[contains(@class, 'merged')]") == ["與發布時相同"]
    assert page.words("//tr[@id='form-html']//span[contains(@class, 'merged')]") == ["與發布時相同"]


# -- Who took which ------------------------------------------------------------------------------


def test_coordinators_see_who_took_which(app: Flask, client: FlaskClient) -> None:
    # Newest first: what other tests took before does not matter.
    filer = signed_in(app, worlds.FILERS["taipei"])
    filer.get("/114Q4/report.html")
    filer.get("/114Q4/report.txt?part=city.taipei")

    lines = visit(client, FILES).words(
        "//table[@aria-labelledby='takings' or ../@aria-labelledby='takings']/tbody/tr"
    )

    assert [line.split("115")[0].strip() for line in lines][1].startswith("臺北填報人版本")
    assert "（節錄 city.taipei）txt" in lines[0]
    assert "誰下載過" not in visit(filer, FILES).text


def test_a_page_that_is_not_sent_again_is_no_download(app: Flask, client: FlaskClient) -> None:
    before = _downloads(app)
    tag = client.get("/114Q4/report.txt").headers["ETag"]
    client.get("/114Q4/report.txt", headers={"If-None-Match": tag})
    client.head("/114Q4/report.txt")

    assert _downloads(app) == before + 1


def _downloads(app: Flask) -> int:
    with _here(app).database.reading() as connection:
        return connection.execute(select(func.count()).select_from(DOWNLOADS)).scalar_one()
