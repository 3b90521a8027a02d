"""The file of the seal: made once, for its owner's eyes alone."""

import stat

import pytest

from maillon.common import pdf, seals


def test_it_is_made_once_and_read_by_its_owner_alone(tmp_path):
    path = tmp_path / "cachet.pem"

    assert seals.make(path, "Atelier")
    before = path.read_bytes()
    assert not seals.make(path, "Autre")
    assert path.read_bytes() == before
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]
    assert len(seals.fingerprint(seals.read(path))) == 64


def test_one_that_others_may_read_is_refused(tmp_path):
    path = tmp_path / "cachet.pem"
    seals.make(path, "Atelier")
    path.chmod(0o644)

    with pytest.raises(seals.SealFault, match="chmod 600"):
        seals.read(path)


@pytest.mark.parametrize(
    "content", [b"", b"-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n", b"\x00\xff"]
)
def test_what_is_no_seal_is_said(tmp_path, content):
    path = tmp_path / "cachet.pem"
    path.write_bytes(content)
    path.chmod(0o600)

    with pytest.raises(seals.SealFault, match="clé privée"):
        seals.read(path)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(seals.SealFault, match="ne peut pas être lu"):
        seals.read(tmp_path / "rien.pem")


def test_the_operator_s_chain_goes_with_her_seal(tmp_path):
    path = tmp_path / "cachet.pem"
    own, authority = pdf.make_seal("Structure"), pdf.make_seal("Autorité")
    path.write_bytes(own.certificate + authority.certificate + own.key)
    path.chmod(0o600)

    assert seals.fingerprint(seals.read(path)) == seals.fingerprint(own)
