import pytest

from records.errors import BadRecord, NewerSchema
from records.migration import Files, TooOld, check_version, migrated, version
from records.platform import Platform
from records.schema import VERSION
from records.textform import dump, load

NEW = b"---\nschema: 3\nsurprise: [1]\n---\n"


def platform(number: int) -> bytes:
    return f"---\nname: 平臺\nschema: {number}\n---\n說明\n".encode()


def an_archive(number: int) -> dict[str, bytes]:
    return {
        "platform.md": platform(number),
        "114Q4/a/taipei.md": b"---\ntown: taipei\n---\n",
        "README": b"as it was",
    }


def with_cities(files: Files) -> Files:
    """What a step from a made-up version 0 would do: a field gets another name."""
    return {path: raw.replace(b"town:", b"city:") for path, raw in files.items()}


def without_notes(files: Files) -> Files:
    """And one from 1 to 2: a file goes."""
    return {path: raw for path, raw in files.items() if path != "README"}


STEPS = {0: with_cities, 1: without_notes}


def test_an_archive_of_today_stays_as_it_is() -> None:
    assert migrated(an_archive(VERSION)) == an_archive(VERSION)


def test_an_older_archive_takes_a_step() -> None:
    assert migrated(an_archive(0), migrations=STEPS, newest=1) == {
        "platform.md": platform(1),
        "114Q4/a/taipei.md": b"---\ncity: taipei\n---\n",
        "README": b"as it was",
    }


def test_a_much_older_archive_takes_every_step_in_turn() -> None:
    assert migrated(an_archive(0), migrations=STEPS, newest=2) == {
        "platform.md": platform(2),
        "114Q4/a/taipei.md": b"---\ncity: taipei\n---\n",
    }


def test_what_was_there_is_not_changed_by_migrating() -> None:
    before = an_archive(0)
    migrated(before, migrations=STEPS, newest=2)

    assert before == an_archive(0)


def test_a_newer_archive_is_refused_in_a_sentence_whatever_else_it_says() -> None:
    with pytest.raises(NewerSchema) as refused:
        check_version(NEW)

    assert str(refused.value) == (
        "紀錄庫的格式是第 3 版，這個程式只認得第 1 版以前的，請先更新程式再開啟。"
    )
    with pytest.raises(NewerSchema):
        migrated({"platform.md": NEW})


def test_an_archive_from_before_every_step_is_refused() -> None:
    with pytest.raises(TooOld, match="格式是第 0 版，這個程式不能由此升級"):
        migrated(an_archive(0))


def test_the_number_of_the_platform_we_write_is_ours() -> None:
    raw = dump(Platform())

    assert check_version(raw) == VERSION == load(Platform, raw)[0].schema_version


@pytest.mark.parametrize(
    "raw",
    [
        b"---\nname: a\n---\n",
        b"---\nschema: one\n---\n",
        b"---\nschema: -1\n---\n",
        b"---\nschema: [1]\n---\n",
        b"---\nschema: 99999\n---\n",
        "---\nschema: １\n---\n".encode(),
    ],
)
def test_a_platform_without_a_number_is_a_bad_record(raw: bytes) -> None:
    with pytest.raises(
        BadRecord, match=r"^platform\.md 第 . 行：欄位 schema（紀錄格式版本）要寫成"
    ):
        version(raw)


def test_an_archive_without_a_platform_is_a_bad_record() -> None:
    with pytest.raises(BadRecord, match=r"缺少 platform\.md"):
        migrated({})
    with pytest.raises(BadRecord, match=r"^platform\.md 第 1 行：檔案要以一行「---」開頭"):
        version(b"")
