from dataclasses import replace
from pathlib import Path

import pytest
from smtp_server import Mailbox, a_mail_server

from workflows.mail import Letter, NoAddress, deliver, message


def a_letter(number: int = 1, **said: str) -> Letter:
    letter = Letter(
        f"letter/{number}",
        f"person{number}@example.org",
        "林怡君",
        "114 年第 4 季：退回補正 2 件",
        "請補充完工日期。\n",
    )
    return replace(letter, **said)


def test_a_letter_arrives_as_it_was_written(tmp_path: Path) -> None:
    box = Mailbox()

    with a_mail_server(box, tmp_path) as server:
        told = list(deliver(server, [a_letter()]))

    assert [(each.error, each.again) for each in told] == [("", False)]
    [(to, letter)] = box.taken
    assert to == "person1@example.org"
    assert letter["Subject"] == "114 年第 4 季：退回補正 2 件"
    assert str(letter["To"]) == "林怡君 <person1@example.org>"
    assert letter["From"] == "合報 <hebao@example.org>"
    assert letter.get_content().splitlines() == ["請補充完工日期。"]
    assert letter.get_content_type() == "text/plain"


def test_one_refused_address_keeps_no_other_letter_back(tmp_path: Path) -> None:
    box = Mailbox(
        refuse={"person2@example.org": "550 no such user", "person3@example.org": "451 later"}
    )

    with a_mail_server(box, tmp_path) as server:
        told = list(deliver(server, map(a_letter, (1, 2, 3, 4))))

    assert [to for to, _ in box.taken] == ["person1@example.org", "person4@example.org"]
    assert [(each.error[:3], each.again) for each in told] == [
        ("", False),
        ("550", False),
        ("451", True),
        ("", False),
    ]


def test_a_server_that_is_down_leaves_every_letter_to_be_tried_again(tmp_path: Path) -> None:
    with a_mail_server(Mailbox(), tmp_path) as server:
        pass

    told = list(deliver(server, map(a_letter, (1, 2))))

    assert [each.again for each in told] == [True, True]
    assert all(each.error for each in told)


def test_a_line_that_breaks_leaves_the_rest_to_be_tried_again(tmp_path: Path) -> None:
    box = Mailbox(hang_up_after=1)

    with a_mail_server(box, tmp_path) as server:
        told = list(deliver(server, map(a_letter, (1, 2, 3))))

    assert len(box.taken) == 1
    assert [each.again for each in told] == [False, True, True]


def test_a_wrong_password_is_told_and_tried_again(tmp_path: Path) -> None:
    box = Mailbox()

    with a_mail_server(box, tmp_path) as server:
        told = list(deliver(replace(server, user="nobody"), [a_letter()]))

    assert box.taken == []
    assert told[0].again
    assert "535" in told[0].error


def test_a_server_that_is_not_the_one_we_trust_gets_no_password(tmp_path: Path) -> None:
    box = Mailbox()

    with a_mail_server(box, tmp_path) as server:
        told = list(deliver(replace(server, authority=""), [a_letter()]))

    assert box.taken == []
    assert "certificate" in told[0].error.casefold()


@pytest.mark.parametrize("field", ["name", "subject"])
def test_no_line_of_the_head_can_be_slipped_in(tmp_path: Path, field: str) -> None:
    box = Mailbox()
    letter = a_letter(**{field: "王\r\nBcc: other@example.org\r\n\r\n內文"})

    with a_mail_server(box, tmp_path) as server:
        told = list(deliver(server, [letter]))

    assert told[0].error == ""
    [(to, arrived)] = box.taken
    assert to == "person1@example.org"
    assert arrived["Bcc"] is None
    assert arrived.get_content().splitlines() == letter.body.splitlines()


@pytest.mark.parametrize(
    "to", ["", "nobody", "a@b\r\nBcc: c@d", "a b@example.org", "x@y,z@example.org", "<a@b.org>"]
)
def test_what_is_no_address_is_said_and_not_tried_again(tmp_path: Path, to: str) -> None:
    with a_mail_server(Mailbox(), tmp_path) as server:
        [told] = deliver(server, [a_letter(to=to)])

    assert "不是電子郵件地址" in told.error
    assert not told.again
    with pytest.raises(NoAddress):
        message(a_letter(to=to), "hebao@example.org")


def test_the_same_letter_bears_the_same_identification() -> None:
    ids = [message(a_letter(number), "hebao@example.org")["Message-ID"] for number in (1, 1, 2)]

    assert ids[0] == ids[1] != ids[2]
