"""The command line: the top floor, as it serves too.

Exit 0: done. 1: the answer is no. 2: bad input or usage, one sentence on stderr, nothing written.
A verb is imported when it is called: none waits for the libraries of the others.
"""

import os
import sys
from importlib import import_module

import click

from records.errors import AnswerIsNo, Problem

BAD, NO = 2, 1

VERBS = {
    "demo": "demonstrate:demo",
    "init": "begin:init",
    "import": "begin:import_",
    "compile": "compile:compile_",
    "quarter": "quarter:quarter",
    "verify": "verify:verify",
    "status": "look:status",
    "check": "check:check",
    "schema": "look:schema",
    "doctor": "look:doctor",
    "migrate": "keep:migrate",
    "housekeep": "keep:housekeep",
    "backup": "keep:backup",
    "restore": "keep:restore",
    "redact": "redact:redact",
    "serve": "serve:serve",
    "remind": "letters:remind",
    "post": "letters:post",
    "upgrade": "serve:upgrade",
    "user": "user:user",
}
"""Every verb, and where it stands in ``webapp.verbs``."""


class Verbs(click.Group):
    """The verbs, found by name and imported when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order in which an archive lives."""
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a verb; None where there is none of the name."""
        del ctx
        if cmd_name not in VERBS:
            return None
        module, _, name = VERBS[cmd_name].partition(":")
        verb: click.Command = getattr(import_module(f"webapp.verbs.{module}"), name)
        return verb


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
def hebao() -> None:
    """合報：各市填報、審查、彙編合作方案辦理情形。"""


def main(words: list[str] | None = None) -> None:
    """Run the command, and turn every problem into a sentence and an exit code."""
    try:
        code = hebao.main(args=words, prog_name="hebao", standalone_mode=False)
    except click.exceptions.Abort:
        _fail("已中止。", NO)
    except AnswerIsNo as no:
        _fail(str(no), NO)
    except Problem as problem:
        _fail(str(problem), BAD)
    except click.ClickException as usage:
        _fail(_usage(usage), BAD)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(NO)
    except OSError as refused:
        _fail(
            f"無法讀寫 {refused.filename or '檔案'}：{refused.strerror}；請檢查路徑、權限與空間。",
            BAD,
        )
    except Exception as unforeseen:
        if os.environ.get("HEBAO_DEBUG"):
            raise
        kind = type(unforeseen).__name__
        _fail(f"發生未預期的問題（{kind}），請設 HEBAO_DEBUG=1 重試，並把訊息交給系統管理者。", BAD)
    sys.exit(code if isinstance(code, int) else 0)


def _fail(sentence: str, code: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(code)


def _usage(wrong: click.ClickException) -> str:
    """Say in a sentence what is wrong with the words of a call."""
    where = getattr(wrong, "ctx", None)
    command = where.command_path if where else "hebao"
    named = getattr(wrong, "param", None)
    name = (
        named.human_readable_name
        if isinstance(named, click.Argument)
        else (named.opts[0] if named is not None else "")
    )
    match wrong:
        case click.NoSuchOption():
            said = f"沒有 {wrong.option_name} 這個選項"
        case click.MissingParameter():
            said = f"缺少 {name}"
        case click.BadParameter() if isinstance(getattr(named, "type", None), click.Choice):
            choices = "、".join(named.type.choices)  # type: ignore[union-attr]  # just looked
            said = f"{name} 只能是 {choices}"
        case click.BadParameter():
            said = f"{name} 的值不對"
        case _:
            said = "用法不對"
    return f"{said}；請看 {command} --help。"
