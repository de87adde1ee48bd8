"""Documents that are ZIP archives (docx, odt, epub): what is looked at before they are unpacked."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from lxml import etree

from plumbline.errors import SourceError

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # also what Office wraps around a document with a password
_MOST_MEMBERS = 20_000
_LARGEST_DETAIL = 1_000_000  # bytes of a file that holds the title or the list of members
_ENCRYPTED = 1  # a bit of a member's flags
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_DETAILS = ("docProps/core.xml", "meta.xml")  # of docx, of odt
_SPACES = re.compile(r"\s+")


def check_archive(data: bytes, where: str, max_unpacked_bytes: int) -> str:
    """Return the title that the archive's own details give, "" where there is none.

    Raises:
        SourceError: no archive, one under a password, or one that unpacks to more than the limit.

    """
    if data.startswith(_OLD_OFFICE):
        raise SourceError(
            f"{where}: this file is protected by a password or of an old Office format; save it "
            "anew without one, as docx."
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
        raise SourceError(
            f"{where}: this file is damaged or not of the format that its ending names; save it "
            "anew or take it out."
        ) from None
    unpacked = sum(member.file_size for member in members)
    if unpacked > max_unpacked_bytes or len(members) > _MOST_MEMBERS:
        raise SourceError(
            f"{where}: this file unpacks to {unpacked:,} bytes in {len(members):,} parts (the "
            f"limits are {max_unpacked_bytes:,} and {_MOST_MEMBERS:,}); raise "
            "limits.max_unpacked_bytes or take it out."
        )
    manifest = _read_member(archive, "META-INF/manifest.xml")
    if b"encryption-data" in manifest or any(m.flag_bits & _ENCRYPTED for m in members):
        raise SourceError(
            f"{where}: this file is protected by a password; save it without one or take it out."
        )
    return next(filter(None, (_read_title(archive, name) for name in _DETAILS)), "")


def _read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a small member of the archive, b"" where it is missing, damaged or large."""
    try:
        with archive.open(name) as member:
            return member.read(_LARGEST_DETAIL)
    except (KeyError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile, zlib.error):
        return b""


def _read_title(archive: zipfile.ZipFile, name: str) -> str:
    details = parse_xml(_read_member(archive, name))
    found = next(details.iter(_TITLE), None) if details is not None else None
    return _SPACES.sub(" ", found.text or "").strip() if found is not None else ""


def parse_xml(data: bytes) -> etree._Element | None:
    """Parse XML with no entities, no network and libxml2's limits on depth and size."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
