"""The forms of setting a password."""

from wtforms import EmailField, PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from webapp.fields import Form
from webapp.passwords import LONGEST

MODEST = Length(max=LONGEST, message=f"密碼太長，請用 {LONGEST} 個字以內。")
NEW = {"autocomplete": "new-password"}


class NewPassword(Form):
    """設定密碼."""

    password = PasswordField("新密碼", [InputRequired("請輸入新密碼。"), MODEST], render_kw=NEW)
    again = PasswordField(
        "再輸入一次新密碼",
        [
            InputRequired("請再輸入一次新密碼。"),
            EqualTo("password", "兩次輸入的密碼不一樣，請重新輸入。"),
        ],
        render_kw=NEW,
    )


class AnotherPassword(NewPassword):
    """變更密碼."""

    present = PasswordField(
        "目前的密碼",
        [InputRequired("請輸入目前的密碼。"), MODEST],
        render_kw={"autocomplete": "current-password"},
    )


class Forgotten(Form):
    """忘記密碼."""

    email = EmailField(
        "電子郵件",
        [InputRequired("請輸入電子郵件。"), Length(max=320, message="電子郵件太長，請更正。")],
        render_kw={"autocomplete": "username", "spellcheck": "false"},
    )
