"""Nothing that is typed is lost: the server keeps it, or this browser does until it can."""

from collections.abc import Callable, Iterator

import pytest
from chromium import CHROMIUM
from playwright.sync_api import Browser, BrowserContext, Dialog, Page
from writing import Box, Desk, until, writing

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]

LONG = "\n".join(f"{n}. 第 {n} 項：四市共同辦理，進度百分之五十。" for n in range(1, 400))


@pytest.fixture
def desk() -> Desk:
    return Desk(text="1. 原文")


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    with writing(desk) as served:
        yield served


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context()
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    opened = context.new_page()
    opened.goto(address)
    return opened


def status(page: Page) -> str:
    return page.inner_text("[data-unsent-status]")


def copies(page: Page) -> int:
    return int(page.evaluate("Object.keys(localStorage).length"))


def type_at_end(page: Page, text: str) -> None:
    page.focus("#body")
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def kept(desk: Desk, text: str) -> Callable[[], bool]:
    return lambda: bool(desk.kept) and desk.kept[-1]["body"] == text


def test_what_is_typed_is_kept_by_the_server(page: Page, desk: Desk) -> None:
    type_at_end(page, "，已完成")

    until(page, kept(desk, "1. 原文，已完成"))
    until(page, lambda: "已自動保存" in status(page))
    assert desk.kept[-1]["kind"] == "有新進度"
    assert "csrf_token" not in desk.kept[-1]
    assert copies(page) == 0


def test_a_choice_is_kept_too(page: Page, desk: Desk) -> None:
    page.check("text=本季無新進度")

    until(page, lambda: bool(desk.kept))
    assert desk.kept[-1]["kind"] == "本季無新進度"


def test_who_types_on_and_on_is_kept_all_the_same(page: Page, desk: Desk) -> None:
    page.focus("#body")
    page.keyboard.press("Control+End")
    page.keyboard.type("一" * 130, delay=100)

    assert desk.kept
    until(page, kept(desk, "1. 原文" + "一" * 130))


def test_a_slow_answer_is_waited_for_before_the_next_is_sent(page: Page, desk: Desk) -> None:
    desk.answers.clear()
    type_at_end(page, "，先打的")
    until(page, lambda: desk.at_once == 1)
    type_at_end(page, "，後打的")
    page.wait_for_timeout(2_500)
    desk.answers.set()

    until(page, kept(desk, "1. 原文，先打的，後打的"))
    assert desk.most_at_once == 1


def test_a_page_that_was_killed_is_restored(
    page: Page, desk: Desk, context: BrowserContext, address: str
) -> None:
    desk.broken = True
    type_at_end(page, "，打到一半")
    until(page, lambda: copies(page) == 1)
    page.close(run_before_unload=False)

    again = context.new_page()
    again.goto(address)
    banner = again.locator(".unsent-notices .banner")
    banner.wait_for()
    assert "找到還沒送到伺服器的文字" in banner.inner_text()
    again.click("text=顯示差異")
    shown = again.inner_text(".unsent-diff")
    assert "1. 原文，打到一半" in shown
    assert "這一頁原有：1. 原文" in shown
    desk.broken = False
    again.click("text=還原")

    assert again.input_value("#body") == "1. 原文，打到一半"
    assert banner.count() == 0
    until(again, kept(desk, "1. 原文，打到一半"))
    until(again, lambda: copies(again) == 0)
    again.focus("#body")
    again.keyboard.press("Control+z")
    assert again.input_value("#body") == "1. 原文"


def test_what_is_thrown_away_can_be_had_back(
    page: Page, desk: Desk, context: BrowserContext, address: str
) -> None:
    desk.broken = True
    type_at_end(page, "，不要的")
    until(page, lambda: copies(page) == 1)
    page.close(run_before_unload=False)
    again = context.new_page()
    again.goto(address)

    again.click("text=捨棄")
    assert copies(again) == 0
    again.click("text=取消捨棄")
    assert copies(again) == 1
    again.click("text=捨棄")
    again.reload()

    again.wait_for_timeout(300)
    assert again.locator(".unsent-notices .banner").count() == 0
    assert again.input_value("#body") == "1. 原文"


def test_another_account_is_not_offered_what_somebody_left(
    page: Page, desk: Desk, context: BrowserContext, address: str
) -> None:
    desk.broken = True
    type_at_end(page, "，王的文字")
    until(page, lambda: copies(page) == 1)
    page.close(run_before_unload=False)
    desk.account = "chen"

    again = context.new_page()
    again.goto(address)
    again.wait_for_timeout(300)

    assert again.locator(".unsent-notices .banner").count() == 0
    assert copies(again) == 1


def test_a_copy_from_before_a_change_says_so(
    page: Page, desk: Desk, context: BrowserContext, address: str
) -> None:
    desk.broken = True
    type_at_end(page, "，舊版上打的")
    until(page, lambda: copies(page) == 1)
    page.close(run_before_unload=False)
    desk.base, desk.text = "bbbb", "1. 同事改過的"

    again = context.new_page()
    again.goto(address)

    again.locator("text=那之後伺服器上的內容已有更新").wait_for()


def test_two_pages_of_one_place_know_of_each_other(
    page: Page, desk: Desk, context: BrowserContext, address: str
) -> None:
    desk.broken = True
    type_at_end(page, "，還開著")
    until(page, lambda: copies(page) == 1)

    other = context.new_page()
    other.goto(address)

    other.locator("text=你在另一個分頁也開著這一案").wait_for()
    assert other.locator("text=找到還沒送到").count() == 0


def test_a_session_that_ends_in_the_middle_of_a_long_text(
    page: Page, desk: Desk, context: BrowserContext
) -> None:
    type_at_end(page, "\n" + LONG)
    until(page, lambda: bool(desk.kept))
    desk.signed_in = False
    type_at_end(page, "\n結語。")
    page.locator("text=登入已逾時").first.wait_for()
    type_at_end(page, "再一句。")
    text = page.input_value("#body")
    until(page, lambda: copies(page) == 1)

    with context.expect_page() as opened:
        page.get_by_role("link", name="在新分頁登入").click()
    opened.value.wait_for_load_state()
    assert "已登入" in opened.value.inner_text("h1")
    opened.value.close()
    page.bring_to_front()
    page.click("text=我登入了，接著保存")

    until(page, kept(desk, text))
    assert text.endswith("結語。再一句。")
    assert page.input_value("#body") == text
    assert page.locator(".unsent-notices .banner").count() == 0
    assert page.input_value("[name=csrf_token]") == desk.token


def test_nothing_is_kept_in_the_name_of_another(page: Page, desk: Desk) -> None:
    desk.signed_in = False
    type_at_end(page, "，王的文字")
    page.locator("text=登入已逾時").first.wait_for()
    desk.begin_session("chen")

    page.click("text=我登入了，接著保存")

    page.locator("text=現在登入的是另一個帳號").wait_for()
    assert desk.kept == []
    assert page.input_value("#body") == "1. 原文，王的文字"


def test_a_token_that_ran_out_is_renewed_by_itself(page: Page, desk: Desk) -> None:
    desk.begin_session()

    type_at_end(page, "，換過權杖")

    until(page, kept(desk, "1. 原文，換過權杖"))


def test_the_button_waits_for_a_session_that_ended(page: Page, desk: Desk) -> None:
    desk.signed_in = False
    type_at_end(page, "，要儲存")
    page.locator("text=登入已逾時").first.wait_for()
    page.click("text=儲存 >> nth=-1")
    page.wait_for_timeout(200)
    assert page.input_value("#body") == "1. 原文，要儲存"
    desk.begin_session()

    page.click("button.btn[type=submit] >> nth=-1")

    page.locator("text=已儲存").wait_for()
    assert desk.kept[-1]["body"] == "1. 原文，要儲存"
    assert desk.kept[-1]["csrf_token"] == desk.token


def test_without_a_network_the_text_waits_and_goes_as_soon_as_there_is_one(
    page: Page, desk: Desk, context: BrowserContext
) -> None:
    context.set_offline(True)
    type_at_end(page, "，離線打的")
    until(page, lambda: "連不上伺服器" in status(page))
    assert copies(page) == 1

    context.set_offline(False)

    until(page, kept(desk, "1. 原文，離線打的"), patience=4_000)
    until(page, lambda: copies(page) == 0)
    assert "已自動保存" in status(page)


def test_a_server_that_is_down_is_asked_less_and_less(page: Page, desk: Desk) -> None:
    desk.broken = True
    type_at_end(page, "，伺服器停了")
    page.wait_for_timeout(9_000)
    asked = desk.asked.count("POST /unsent")

    waits = page.evaluate(
        """async () => {
            const { backoff } = await import('/static/unsent.js');
            return [1, 2, 3, 6, 20].map((failures) => backoff(failures, 0.5));
        }"""
    )

    assert 2 <= asked <= 4
    assert waits == [2_000, 4_000, 8_000, 60_000, 60_000]


def test_a_place_that_was_closed_says_why_and_keeps_the_text(page: Page, desk: Desk) -> None:
    desk.closed = "114 年第 4 季已於 1 月 16 日定稿，請洽彙整窗口。"
    type_at_end(page, "，太晚了")

    page.locator(f"text={desk.closed}").wait_for()
    type_at_end(page, "還在打")

    until(page, lambda: copies(page) == 1)
    page.wait_for_timeout(2_000)
    assert desk.asked.count("POST /unsent") == 1
    assert page.input_value("#body") == "1. 原文，太晚了還在打"


def test_a_text_that_the_server_refused_to_save_is_kept_at_once(
    browser: Browser, desk: Desk, address: str
) -> None:
    desk.unsaved = True
    page = browser.new_page()
    page.goto(address)

    until(page, kept(desk, "1. 原文"))
    page.close(run_before_unload=False)


def leaving(page: Page) -> list[str]:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", stay)
    page.goto("about:blank")
    return asked


def test_leaving_is_asked_about_only_while_something_is_unsent(page: Page) -> None:
    type_at_end(page, "，還沒送")

    assert leaving(page) == ["beforeunload"]


def test_leaving_is_free_when_the_server_has_everything(page: Page) -> None:
    type_at_end(page, "，送了")
    until(page, lambda: "已自動保存" in status(page))

    assert leaving(page) == []


def test_saving_by_the_button_sends_nothing_after_it(page: Page, desk: Desk) -> None:
    type_at_end(page, "，按儲存")
    page.click("button.btn[type=submit] >> nth=-1")

    page.locator("text=已儲存").wait_for()
    page.wait_for_timeout(2_000)
    assert [line for line in desk.asked if line.startswith("POST /")][-1] == "POST /save"
    page.goto(page.url.replace("save", ""))
    page.wait_for_timeout(300)
    assert copies(page) == 0
    assert page.locator(".unsent-notices .banner").count() == 0


def test_without_a_script_the_form_is_a_form(browser: Browser, desk: Desk, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.fill("#body", "一、甲\n（一）乙")
    page.click("button.btn[type=submit] >> nth=-1")

    assert page.inner_text("h1") == "已儲存"
    assert desk.text == "一、甲\n（一）乙"
    context.close()


def test_the_policy_is_kept_while_all_of_it_happens(context: BrowserContext, address: str) -> None:
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    Box(page).begin("1. 甲\n2. 乙¦")
    Box(page).press("Enter", "Tab", "x", "Control+]", "Control+z")
    page.click("#take")
    until(page, lambda: "已自動保存" in status(page))

    assert complaints == []
