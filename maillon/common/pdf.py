"""Printed documents: composed by Typst, archived as PDF/A-3a, readable aloud as PDF/UA-1, sealed as PAdES.

The templates are in `maillon/templates/documents`; the data each one takes is in `maillon.common.contracts`.
Typst and pyHanko are heavy: they are imported only where a document is made.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "documents"
FONTS = Path(__file__).resolve().parents[2] / "node_modules" / "@expo-google-fonts"
"""Source Sans and Source Code, from npm. Where they are missing, the fonts inside the typst wheel stand in."""

STANDARDS = ["a-3a", "ua-1"]
UNPRINTABLE = "□"
"""Stands for a character that no font at hand can draw: an archived PDF may not hold a blank in its place."""

# Bidirectional controls would let one typed word reorder the sentence around it.
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_REFUSED = re.compile(r"^(?:assertion failed|panicked with): (.+)$", re.DOTALL)
_NO_GLYPH = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


class DocumentFault(Exception):
    """The template refuses to print this: it would say something false or unlawful. `sentence` says what, in French."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


class Seal(NamedTuple):
    """The electronic seal of an organisation, both parts in PEM."""

    key: bytes
    certificate: bytes


def compile(template: str, data: Mapping[str, Any], *, root: Path = TEMPLATES) -> bytes:
    """The PDF of `template` (« certificat.typ ») filled with `data`, as PDF/A-3a and PDF/UA-1.

    The same data give the same bytes: the dates inside the file are the document's own `issued_on`.
    Raises DocumentFault when the template refuses the data; `typst.TypstError` when the template itself is wrong
    or the data do not follow its contract.
    """
    return _render(template, data, root, format="pdf", pdf_standards=STANDARDS)


def preview(template: str, data: Mapping[str, Any], *, root: Path = TEMPLATES, ppi: float = 110) -> list[bytes]:
    """The pages of the same document as PNG images, to show on a screen. Raises as `compile`."""
    made = _render(template, data, root, format="png", ppi=ppi)
    return made if isinstance(made, list) else [made]


def sign(
    document: bytes,
    seal: Seal,
    *,
    reason: str,
    signer: str | None = None,
    place: str | None = None,
    field: str = "Cachet",
) -> bytes:
    """The same PDF, sealed (PAdES baseline B-B): any later change of a byte shows in the reader's signature panel.

    The signature is invisible, outside the page, so that the document stays archivable and readable aloud.
    A second seal takes another `field`.
    """
    from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    class Appended(IncrementalPdfFileWriter):
        """Leaves the metadata alone: rewritten by pyHanko, they no longer follow PDF/A's extension schemas."""

        def _update_meta(self) -> None:
            pass

    certificate, *chain = load_certs_from_pemder_data(seal.certificate)
    store = SimpleCertificateStore()
    store.register_multiple([certificate, *chain])
    maker = signers.SimpleSigner(
        signing_cert=certificate,
        signing_key=load_private_key_from_pemder_data(seal.key, passphrase=None),
        cert_registry=store,
    )
    out = BytesIO()
    signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=field,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            reason=reason,
            name=signer,
            location=place,
        ),
        signer=maker,
        new_field_spec=fields.SigFieldSpec(
            field,
            invis_sig_settings=fields.InvisSigSettings(
                set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True
            ),
            readable_field_name=reason,
        ),
    ).sign_pdf(Appended(BytesIO(document)), output=out)
    return out.getvalue()


def make_seal(organisation: str, *, valid_from: datetime | None = None, years: int = 5) -> Seal:
    """A self-signed seal for an organisation, for development and demonstration.

    It proves that a document has not changed, not who the organisation is: a production network buys a qualified
    seal (eIDAS) and gives its key and certificate instead.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    start = valid_from or datetime.now(UTC)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _bounded(organisation)),
            x509.NameAttribute(NameOID.COMMON_NAME, _bounded(f"Cachet de {organisation}")),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365 * years))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=False,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Seal(
        key=key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
        certificate=certificate.public_bytes(serialization.Encoding.PEM),
    )


def _bounded(name: str) -> str:
    """A name within the 64 bytes that certificates allow."""
    return name.encode()[:64].decode(errors="ignore")


def _render(template: str, data: Mapping[str, Any], root: Path, **output: Any) -> Any:
    import typst

    text = json.dumps(_printable(data), ensure_ascii=False, sort_keys=True)
    day = datetime.strptime(data["issued_on"][:10], "%Y-%m-%d").replace(tzinfo=UTC)
    while True:
        compiler = typst.Compiler(
            root / template, root=root, font_paths=_fonts(FONTS), ignore_system_fonts=True, sys_inputs={"data": text}
        )
        try:
            made = compiler.compile(timestamp=day, **output)
        except typst.TypstError as error:
            refusal = _REFUSED.match(error.message)
            if refusal:
                raise DocumentFault(refusal[1].strip('"')) from error
            shorter = _without_glyphs(text, error)
            if shorter == text:
                raise
            text = shorter
        else:
            return made


def _without_glyphs(text: str, error: "typst.TypstError") -> str:
    """The data with the characters that Typst could not draw replaced, unchanged when that was not the fault."""
    for found in _NO_GLYPH.findall(f"{error.message}\n{error.diagnostic}"):
        cluster = _ESCAPE.sub(lambda code: chr(int(code[1], 16)), found)
        if not cluster.isascii():
            text = text.replace(cluster, UNPRINTABLE)
    return text


def _printable(value: Any) -> Any:
    """The data with composed accents, without the control and private characters that an archived PDF refuses."""
    if isinstance(value, str):
        kept = _BIDI.sub("", unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\t", " "))
        return "".join(c for c in kept if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"})
    if isinstance(value, Mapping):
        return {key: _printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(item) for item in value]
    return value


@cache
def _fonts(folder: Path) -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[folder] if folder.is_dir() else [])
