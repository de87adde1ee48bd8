"""From bytes to text: which encoding a file is in, by the strongest evidence first."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.-]{2,40})"
    rb"|<\?xml[^>]{0,100}?encoding=[\"']([A-Za-z0-9_:.-]{2,40})",
    re.I,
)
_WIDE = ("utf-16", "utf-32")
# what only Python calls an encoding of text
_NO_ENCODING = ("utf-7", "unicode", "raw-unicode", "punycode", "idna", "undef")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
_HIGH = bytes(range(128, 256))
_HEAD = 4096  # bytes looked at for zero bytes and controls
_SAMPLE = 65536  # bytes that the detector sees
_MOST_CONTROLS = 0.02
_PADDING = bytes(64)  # behind a text: what a crash left of a file that was being written
_WESTERN_SHARE = 0.15  # high bytes beyond this share are not Western text
_FEW_BROKEN = 0.1  # broken sequences for each sound one that still pass for UTF-8


class DecodeError(ValueError):
    """The bytes are no text; the message says what they are, in half a sentence."""


def decode(data: bytes, declared: bool = False) -> tuple[str, str, int]:
    """Decode the bytes of a file.

    In this order: a byte order mark that can be right, the zero bytes of UTF-16, strict UTF-8, the
    encoding that the markup declares (`declared` says to look for it), UTF-8 with a few broken
    bytes, Windows-1252 for Western text, and last a detector (charset-normalizer).

    Returns:
        The text, the name of the encoding, and the number of characters that were beyond repair.

    Raises:
        DecodeError: binary data, or no encoding fits.

    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            data = data[len(mark) :]
            if name != "utf-8" and not _is_plain_utf8(data):
                return _lenient(data, name)
            break  # what follows UTF-8's mark, or one that cannot be right, is looked at as it is
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise DecodeError(f"this file is {what}, not text")
    if data.endswith(_PADDING) and data[0]:
        data = data.rstrip(b"\0")
        data += bytes(-len(data) % 4)  # of the last character of a wide encoding
    zeros = _zero_pattern(data[:_HEAD])
    head = data[:_HEAD]
    if zeros:
        head = head.decode(zeros, errors="ignore").encode("utf-8", errors="ignore")
    if len(head) - len(head.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(head):
        raise DecodeError("this file is binary, not text")
    if zeros:
        return _lenient(data, zeros)
    try:
        return data.decode("utf-8"), "utf-8", 0
    except UnicodeDecodeError:
        return _decode_other(data, declared)


def _is_plain_utf8(data: bytes) -> bool:
    """Say whether bytes are UTF-8 without zeros, which UTF-16 and UTF-32 hardly ever are."""
    try:
        return b"\0" not in data and data.decode("utf-8") != ""
    except UnicodeDecodeError:
        return False


def _lenient(data: bytes, encoding: str) -> tuple[str, str, int]:
    text = data.decode(encoding, errors="replace")
    return text, encoding, text.count("\ufffd")


def _zero_pattern(head: bytes) -> str:
    """Recognise UTF-16 and UTF-32 without a mark: Latin letters leave the other bytes zero."""
    half = len(head) // 2
    if not half:
        return ""
    zeros = [head[i::4].count(0) / (half / 2) for i in range(4)]
    if min(zeros[1:]) > 0.4 and zeros[0] < 0.05 and min(zeros[2:]) > 0.95:
        return "utf-32-le"
    if min(zeros[:3]) > 0.4 and zeros[3] < 0.05 and min(zeros[:2]) > 0.95:
        return "utf-32-be"
    even, odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    if even > 0.4 and odd < 0.05:
        return "utf-16-be"
    return ""


def _decode_other(data: bytes, declared: bool) -> tuple[str, str, int]:
    """Decode what is not UTF-8 throughout."""
    name = _declared_encoding(data) if declared else ""
    if name and name != "utf-8":
        try:
            return data.decode(name), name, 0
        except UnicodeDecodeError:
            pass
    text = _join_surrogates(data)
    if text:
        return text, "utf-8", text.count("\ufffd")
    text, _, broken = _lenient(data, "utf-8")
    sound = len(text) - len(text.encode("ascii", "ignore")) - broken
    if broken <= _FEW_BROKEN * sound:
        return text, "utf-8", broken
    high = len(data) - len(data.translate(None, _HIGH))
    if high <= _WESTERN_SHARE * len(data):
        return _lenient(data, "cp1252")
    if len(set(data[:_SAMPLE])) == 1:  # a disk that was wiped
        raise DecodeError("this file is binary, not text")
    from charset_normalizer import from_bytes  # only here: hardly any page needs it

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise DecodeError("the encoding of this file cannot be told")
    return _lenient(data, best.encoding)


def _join_surrogates(data: bytes) -> str:
    """Decode UTF-8 that writes a character as two surrogates (CESU-8); "" where it is not that."""
    try:
        text = data.decode("utf-8", errors="surrogatepass")
    except UnicodeDecodeError:
        return ""
    return text.encode("utf-16-le", errors="surrogatepass").decode("utf-16-le", errors="replace")


def _declared_encoding(data: bytes) -> str:
    """Return the encoding that the markup names, "" if none that a page can be in."""
    match = _DECLARED.search(data[:_HEAD])
    name = known_encoding((match[1] or match[2]).decode("ascii")) if match else ""
    # a page whose tags are readable as ASCII is not in a wide encoding
    return "" if name.startswith(_WIDE) else name


def known_encoding(declared: str) -> str:
    """Return the encoding of text that a name means; what browsers read as Windows-1252 is that."""
    try:
        name = codecs.lookup(declared).name
        b"a".decode(name)  # some codecs of Python turn bytes into bytes
    except (LookupError, ValueError):
        return ""
    if name in ("iso8859-1", "ascii", "latin-1"):
        return "cp1252"
    return "" if name.startswith(_NO_ENCODING) else name
