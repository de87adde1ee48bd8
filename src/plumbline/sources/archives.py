"""Documents that are ZIP archives (docx, odt, epub): what is looked at before they are unpacked."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable

from lxml import etree

from plumbline.errors import SourceError
from plumbline.sources.raw import space_singly

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # also what Office wraps around a document with a password
_MOST_MEMBERS = 20_000
_LARGEST_DETAIL = 1_000_000  # bytes of a file that holds the title or the list of members
_ENCRYPTED = 1  # a bit of a member's flags
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_DETAILS = ("docProps/core.xml", "meta.xml")  # of docx, of odt
_LOCKED_PAGE = re.compile(rb"CipherReference\s[^>]{0,500}\.(?:xhtml|html|htm|xml)[\"']")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # which pandoc does not read
_UNREADABLE = (
    KeyError,
    OSError,
    RuntimeError,
    NotImplementedError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
)


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
    if _is_locked(archive):
        raise SourceError(
            f"{where}: this file is protected by a password or against copying; save it without "
            "that or take it out."
        )
    return next(filter(None, (_read_title(archive, name) for name in _DETAILS)), "")


def _is_locked(archive: zipfile.ZipFile) -> bool:
    """Say whether any part is encrypted, of a book any page: fonts may be."""
    if any(member.flag_bits & _ENCRYPTED for member in archive.infolist()):
        return True
    if b"encryption-data" in _read_member(archive, "META-INF/manifest.xml"):
        return True
    return _LOCKED_PAGE.search(_read_member(archive, "META-INF/encryption.xml")) is not None


def _read_member(archive: zipfile.ZipFile, name: str, size: int = _LARGEST_DETAIL) -> bytes:
    """Return up to `size` bytes of a member, all if negative; b"" if it is missing or damaged."""
    try:
        with archive.open(name) as member:
            return member.read(size)
    except _UNREADABLE:
        return b""


def list_members(data: bytes) -> frozenset[str]:
    """Return the names of the members of a checked archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return frozenset(archive.namelist())


def read_members(data: bytes, wanted: re.Pattern[str]) -> dict[str, bytes]:
    """Return the members of a checked archive whose whole name matches, in order, by name.

    The list of members, which `check_archive` has added up, bounds how much is unpacked.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if wanted.fullmatch(name)]
        return {name: _read_member(archive, name, -1) for name in names}


def repair_members(
    data: bytes, wanted: re.Pattern[str], repair: Callable[[etree._Element], bool]
) -> bytes:
    """Return a checked archive with its XML members repaired.

    Args:
        data: the archive.
        wanted: matches the whole names of the members to be looked at.
        repair: mends the root of one member in place and says whether it changed anything. Members
            that are no sound XML are not handed to it and stay as they are.

    """
    changed = {}
    for name, member in read_members(data, wanted).items():
        root = parse_xml(member, recover=False)
        if root is not None and (repair(root) or member.startswith(_WIDE)):
            changed[name] = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return _replace_members(data, changed) if changed else data


def _replace_members(data: bytes, changed: dict[str, bytes]) -> bytes:
    """Return the archive with some members changed; one that cannot be unpacked stays empty."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in dict.fromkeys(old.namelist()):
            content = changed[name] if name in changed else _read_member(old, name, -1)
            new.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()


def _read_title(archive: zipfile.ZipFile, name: str) -> str:
    details = parse_xml(_read_member(archive, name))
    found = next(details.iter(_TITLE), None) if details is not None else None
    return space_singly(found.text or "").strip() if found is not None else ""


def move_behind(boxes: Iterable[tuple[etree._Element, etree._Element]]) -> None:
    """Put what each of some boxes holds behind its anchor; boxes are pairs of box and anchor."""
    last: dict[etree._Element, etree._Element] = {}
    for box, anchor in boxes:
        for block in list(box):
            last.get(anchor, anchor).addnext(block)
            last[anchor] = block


def parse_xml(data: bytes, recover: bool = True) -> etree._Element | None:
    """Parse XML with no entities, no network and libxml2's limits on depth and size.

    None is returned for what is no XML; with `recover` what is damaged is read as far as it goes.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=recover
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
