"""A small writer of PDF files for the tests: text at places, in the fonts that every reader has."""

from __future__ import annotations

import hashlib

PAGE = (595, 842)
_FONTS = {"regular": "Helvetica", "bold": "Helvetica-Bold", "mono": "Courier"}
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def text(x, y, words, size=10, font="regular", invisible=False):
    """Return the operators that print `words`; codes 1 and 2 are the ligatures fi and fl."""
    code = words.replace("\ufb01", "\x01").replace("\ufb02", "\x02").encode("cp1252")
    code = code.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    mode = b"3 Tr " if invisible else b"0 Tr "
    place = f"/{font} {size} Tf 1 0 0 1 {x} {y} Tm ".encode()
    return b"BT " + mode + place + b"(" + code + b") Tj ET\n"


def lines(x, y, rows, size=10, leading=12, font="regular"):
    """Return the operators for lines under one another; a row may be (indent, words)."""
    parts = []
    for i, row in enumerate(rows):
        indent, words = row if isinstance(row, tuple) else (0, row)
        parts.append(text(x + indent, y - i * leading, words, size, font))
    return b"".join(parts)


def picture():
    """Return the operators that fill the page with a grey picture."""
    data = b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI"
    return b"q 595 0 0 842 0 0 cm " + data + b" Q\n"


def make_pdf(pages, title="", links=(), script="", password=""):
    """Return the bytes of a PDF.

    Args:
        pages: one string of operators per page.
        title: in the document's information.
        links: (page, (left, bottom, right, top), address).
        script: JavaScript to run when the file is opened.
        password: without it the file cannot be opened (RC4, 40 bits).

    """
    objects: list[bytes] = [b"", b""]
    fonts = {}
    for name, base in _FONTS.items():
        objects.append(
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding << /Type /Encoding "
            "/BaseEncoding /WinAnsiEncoding /Differences [1 /fi /fl] >> >>".encode()
        )
        fonts[name] = len(objects)
    named = " ".join(f"/{name} {number} 0 R" for name, number in fonts.items())
    kids = []
    for number, content in enumerate(pages):
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        body = len(objects)
        marks = []
        for page, box, address in links:
            if page == number:
                objects.append(
                    f"<< /Type /Annot /Subtype /Link /Rect [{' '.join(map(str, box))}] /A << "
                    f"/S /URI /URI ({address}) >> >>".encode()
                )
                marks.append(f"{len(objects)} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE[0]} {PAGE[1]}] /Contents {body} 0 R"
            f" /Resources << /Font << {named} >> >> /Annots [{' '.join(marks)}] >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    action = f" /OpenAction << /S /JavaScript /JS ({script}) >>" if script else ""
    objects[0] = f"<< /Type /Catalog /Pages 2 0 R{action} >>".encode()
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    trailer = b""
    if title:
        objects.append(f"<< /Title ({title}) >>".encode())
        trailer = b" /Info %d 0 R" % len(objects)
    if password:
        trailer += _encrypt(objects, password)
    return _put_together(objects, trailer)


def _put_together(objects, trailer):
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R%s >>\n" % (len(objects) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _encrypt(objects, password):
    """Encrypt the streams by the standard handler, revision 2 (PDF 1.7, 7.6.3)."""
    padded = (password.encode() + _PADDING)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    identity = hashlib.md5(b"awkward").digest()
    permissions = (0xFFFFFFC0).to_bytes(4, "little")
    key = hashlib.md5(padded + owner + permissions + identity).digest()[:5]
    for number, content in enumerate(objects, 1):
        if b"\nstream\n" in content:
            head, _, rest = content.partition(b"\nstream\n")
            salt = number.to_bytes(3, "little") + b"\x00\x00"
            own = hashlib.md5(key + salt).digest()[:10]
            objects[number - 1] = (
                head + b"\nstream\n" + _rc4(own, rest[: -len(b"\nendstream")]) + b"\nendstream"
            )
    user = _rc4(key, _PADDING)
    objects.append(
        b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -64 >>"
        % (owner.hex().encode(), user.hex().encode())
    )
    return b" /Encrypt %d 0 R /ID [<%s> <%s>]" % (
        len(objects),
        identity.hex().encode(),
        identity.hex().encode(),
    )


def _rc4(key, data):
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
