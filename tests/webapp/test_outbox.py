from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from smtp_server import Mailbox, a_mail_server

from records.errors import NotThere
from webapp import outbox
from webapp.database import Database
from workflows.mail import Letter

ON = datetime(2026, 1, 12, 1, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'tables.sqlite'}")
    database.upgrade()
    yield database
    database.close()


def letters(*numbers: int) -> list[Letter]:
    return [
        Letter(f"k{n}", f"person{n}@example.org", "林怡君", f"第 {n} 封", "內文\n") for n in numbers
    ]


def states(database: Database) -> dict[str, str]:
    return {each.letter.key: each.state for each in outbox.newest(database)}


def test_the_same_letter_waits_once(database: Database) -> None:
    assert outbox.put_all(database, letters(1, 2), on=ON) == 2
    assert outbox.put_all(database, letters(2, 3), on=ON) == 1

    assert states(database) == {"k1": "待寄", "k2": "待寄", "k3": "待寄"}


def test_what_was_delivered_is_not_delivered_again(database: Database, tmp_path: Path) -> None:
    outbox.put_all(database, letters(1), on=ON)
    box = Mailbox()

    with a_mail_server(box, tmp_path) as server:
        for _ in range(3):
            outbox.send_waiting(database, server, on=ON)

    assert [to for to, _ in box.taken] == ["person1@example.org"]
    assert states(database) == {"k1": "已寄出"}


def test_nothing_is_lost_while_the_server_is_down(database: Database, tmp_path: Path) -> None:
    outbox.put_all(database, letters(1, 2), on=ON)
    with a_mail_server(Mailbox(), tmp_path) as gone:
        pass
    outbox.send_waiting(database, gone, on=ON)
    assert states(database) == {"k1": "重試中", "k2": "重試中"}

    box = Mailbox()
    with a_mail_server(box, tmp_path) as server:
        assert outbox.send_waiting(database, server, on=ON) == ()
        outbox.send_waiting(database, server, on=ON + timedelta(minutes=2))

    assert [to for to, _ in box.taken] == ["person1@example.org", "person2@example.org"]
    assert set(states(database).values()) == {"已寄出"}


def test_each_try_waits_longer_than_the_last(database: Database, tmp_path: Path) -> None:
    outbox.put_all(database, letters(1), on=ON)
    with a_mail_server(Mailbox(), tmp_path) as gone:
        pass
    now, waits = ON, []
    for _ in range(12):
        outbox.send_waiting(database, gone, on=now)
        [kept] = outbox.newest(database)
        waits.append(kept.not_before - now)
        now = kept.not_before

    assert waits[:4] == [timedelta(minutes=each) for each in (1, 2, 4, 8)]
    assert waits[-1] == outbox.LONGEST


def test_a_letter_that_is_refused_for_good_waits_for_a_person(
    database: Database, tmp_path: Path
) -> None:
    outbox.put_all(database, letters(1, 2), on=ON)
    box = Mailbox(refuse={"person1@example.org": "550 no such user"})

    with a_mail_server(box, tmp_path) as server:
        outbox.send_waiting(database, server, on=ON)
        outbox.send_waiting(database, server, on=ON + timedelta(days=30))
        assert states(database) == {"k1": "無法寄出", "k2": "已寄出"}

        box.refuse.clear()
        refused = next(each for each in outbox.newest(database) if each.refused)
        outbox.again(database, refused.id, on=ON)
        outbox.send_waiting(database, server, on=ON)

    assert [to for to, _ in box.taken] == ["person2@example.org", "person1@example.org"]


def test_what_was_sent_is_not_tried_again_by_hand(database: Database, tmp_path: Path) -> None:
    outbox.put_all(database, letters(1), on=ON)
    with a_mail_server(Mailbox(), tmp_path) as server:
        outbox.send_waiting(database, server, on=ON)
    [sent] = outbox.newest(database)

    with pytest.raises(NotThere):
        outbox.again(database, sent.id, on=ON)


def test_several_who_deliver_at_once_send_each_letter_once(
    database: Database, tmp_path: Path
) -> None:
    outbox.put_all(database, letters(*range(120)), on=ON)
    box = Mailbox()

    with a_mail_server(box, tmp_path) as server, ThreadPoolExecutor(4) as crowd:
        list(crowd.map(lambda _: outbox.send_waiting(database, server, on=ON), range(8)))

    assert sorted(to for to, _ in box.taken) == sorted(each.to for each in letters(*range(120)))
    assert set(states(database).values()) == {"已寄出"}


def test_who_was_reminded_is_found_by_the_beginning_of_the_key(database: Database) -> None:
    said = [Letter("digest/114Q4/a@b.org/2026-01-15", "a@b.org", "王小明", "提醒", "內文")]
    outbox.put_all(database, [*said, *letters(1)], on=ON)

    assert [each.letter for each in outbox.with_keys(database, "digest/114Q4/")] == said
    assert outbox.with_keys(database, "digest/%") == ()
