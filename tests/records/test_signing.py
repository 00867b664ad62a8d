import os
import subprocess
from pathlib import Path

import pytest
from archives import a_place, an_archive, merged
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from records.errors import Problem
from records.signing import Signer, Verifier


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    """Make a key."""
    return Signer.make(tmp_path / "key")


def test_what_was_signed_verifies_and_nothing_else_does(signer: Signer) -> None:
    signature = signer.sign(b"tree a\n")
    knows = Verifier(signer.allowed)

    assert knows.verify(b"tree a\n", signature)
    assert not knows.verify(b"tree b\n", signature)
    assert not Verifier("").verify(b"tree a\n", signature)


def test_a_signature_by_another_key_does_not_verify(tmp_path: Path, signer: Signer) -> None:
    stranger = Signer.make(tmp_path / "stranger")

    assert not Verifier(signer.allowed).verify(b"x", stranger.sign(b"x"))


def test_an_earlier_key_goes_on_verifying_beside_a_new_one(tmp_path: Path, signer: Signer) -> None:
    newer = Signer.make(tmp_path / "newer")
    knows = Verifier(f"# keys\n{newer.allowed}{signer.allowed}")

    assert knows.verify(b"x", signer.sign(b"x"))
    assert knows.verify(b"x", newer.sign(b"x"))


@pytest.mark.parametrize("cut", range(0, 280, 14))
def test_a_torn_signature_is_no_signature_and_no_crash(signer: Signer, cut: int) -> None:
    whole = signer.sign(b"x")
    knows = Verifier(signer.allowed)

    assert not knows.verify(b"x", whole[:cut])
    assert not knows.verify(b"x", whole[cut + 1 :])
    assert not knows.verify(b"x", whole[:cut] + "é!" + whole[cut + 2 :])


def test_a_signature_for_another_purpose_does_not_count(tmp_path: Path, signer: Signer) -> None:
    (tmp_path / "text").write_bytes(b"x")
    sign = ["ssh-keygen", "-q", "-Y", "sign", "-f", tmp_path / "key", "-n", "file"]
    subprocess.run([*sign, tmp_path / "text"], check=True, capture_output=True)

    assert not Verifier(signer.allowed).verify(b"x", (tmp_path / "text.sig").read_text())


def test_ssh_keygen_verifies_what_was_signed_here(tmp_path: Path, signer: Signer) -> None:
    (tmp_path / "allowed").write_text(signer.allowed)
    (tmp_path / "signature").write_text(signer.sign("提交\n".encode()) + "\n")
    verify = ["ssh-keygen", "-Y", "verify", "-f", tmp_path / "allowed", "-I", "platform@hebao"]
    words = [*verify, "-n", "git", "-s", tmp_path / "signature"]
    for said, accepted in (("提交\n", True), ("提交", False)):
        done = subprocess.run(words, input=said.encode(), capture_output=True, check=False)

        assert (done.returncode == 0) is accepted


def test_the_key_is_for_the_platforms_account_alone(tmp_path: Path, signer: Signer) -> None:
    again = Signer.load(tmp_path / "key")

    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert again.allowed == signer.allowed
    with pytest.raises(FileExistsError):
        Signer.make(tmp_path / "key")


def test_a_key_that_is_none_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "torn").write_bytes(b"-----BEGIN OPENSSH PRIVATE KEY-----\n")
    other = generate_private_key(SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()
    )
    (tmp_path / "other").write_bytes(other)
    for name in ("absent", "torn", "other"):
        with pytest.raises(Problem, match="備份還原"):
            Signer.load(tmp_path / name)


def test_every_step_verifies_with_plain_git(tmp_path: Path) -> None:
    path = tmp_path / "records.git"
    with an_archive(path) as archive:
        merged(archive, a_place())
    clean = {name: said for name, said in os.environ.items() if not name.startswith("GIT_")}
    asked = ["git", "-C", path, "log", "--format=%G? %GS", "main"]
    shown = subprocess.run(asked, check=True, capture_output=True, text=True, env=clean).stdout

    assert shown.splitlines() == ["G platform@hebao"] * 6
    subprocess.run(["git", "-C", path, "verify-commit", "main"], check=True, capture_output=True)
