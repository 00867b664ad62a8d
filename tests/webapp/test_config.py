"""Settings: one TOML file and the environment."""

from pathlib import Path

import pytest

from records.errors import BadRecord, Problem
from webapp.config import NoSettings, Settings, UnknownSetting


def a_file(folder: Path, text: str) -> Path:
    file = folder / "hebao.toml"
    file.write_text(text, "utf-8")
    return file


def test_settings_come_from_a_file_relative_to_its_folder(tmp_path: Path) -> None:
    file = a_file(tmp_path, 'archive = "records.git"\nport = 9000\nhosts = ["reports.internal"]\n')

    settings = Settings.load(file, {})

    assert settings.archive == tmp_path / "records.git"
    assert (settings.port, settings.hosts) == (9000, ("reports.internal",))
    assert (settings.host, settings.workers, settings.threads) == ("127.0.0.1", 2, 4)


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    file = a_file(tmp_path, 'archive = "records.git"\nport = 9000\n')
    environ = {"HEBAO_PORT": "9001", "HEBAO_HOSTS": "one, two,", "HEBAO_QUIET": "true"}

    settings = Settings.load(file, environ)

    assert (settings.port, settings.hosts, settings.quiet) == (9001, ("one", "two"), True)


def test_the_environment_alone_will_do(tmp_path: Path) -> None:
    settings = Settings.load(None, {"HEBAO_ARCHIVE": str(tmp_path)})

    assert settings.archive == tmp_path


@pytest.mark.parametrize(
    ("text", "kind", "sentence"),
    [
        (
            'archive = "a"\nprot = 1\n',
            UnknownSetting,
            "沒有「prot」這個設定。您要寫的是 port",
        ),
        (
            'archive = "a"\nzzz = 1\n',
            UnknownSetting,
            "「zzz」這個設定。請對照 docs/settings.md",
        ),
        ("[pages]\nport = 1\n", UnknownSetting, "沒有「pages」這個設定"),
        (
            'archive = "a"\nport = "many"\n',
            BadRecord,
            "第 2 行：欄位 port（監聽的連接埠）要",
        ),
        ('archive = "a"\nport = 70000\n', BadRecord, "不可大於 65535"),
        ('archive = "a"\naddress = "r.example.org"\n', BadRecord, "要寫成 https://主機名稱"),
        ('archive = "a"\naddress = "https://r.example.org/x"\n', BadRecord, "後面不加路徑"),
        ('archive = "a"\naddress = "https://r.example.org"\n', BadRecord, "請設定 proxies = 1"),
        ("port = 1\n", BadRecord, "欄位 archive（紀錄庫的資料夾）沒有寫，請補上"),
        ("port 1\n", NoSettings, "不是 TOML"),
    ],
)
def test_a_wrong_setting_is_told_in_a_sentence(
    tmp_path: Path, text: str, kind: type[Problem], sentence: str
) -> None:
    with pytest.raises(kind) as told:
        Settings.load(a_file(tmp_path, text), {})

    assert sentence in str(told.value)
    assert str(tmp_path / "hebao.toml") in str(told.value)


def test_a_wrong_word_of_the_environment_is_told_in_a_sentence() -> None:
    with pytest.raises(BadRecord, match=r"^設定：欄位 port（監聽的連接埠）要寫成整數"):
        Settings.load(None, {"HEBAO_ARCHIVE": "a", "HEBAO_PORT": "x"})


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoSettings, match="讀不到設定檔"):
        Settings.load(tmp_path / "none.toml", {})
