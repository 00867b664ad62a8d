"""The forms of signing in."""

from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from webapp.fields import Form
from webapp.passwords import LONGEST


class SignIn(Form):
    """登入."""

    email = EmailField(
        "電子郵件",
        [InputRequired("請輸入電子郵件。"), Length(max=320, message="電子郵件太長，請更正。")],
        render_kw={"autocomplete": "username", "inputmode": "email", "spellcheck": "false"},
    )
    password = PasswordField(
        "密碼",
        [InputRequired("請輸入密碼。"), Length(max=LONGEST, message="密碼太長，請更正。")],
        render_kw={"autocomplete": "current-password"},
    )
