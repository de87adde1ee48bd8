"""Word documents put together from bytes: sound ones that nest anyhow, and any markup at all."""

from __future__ import annotations

import io
import zipfile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_STYLES = (
    f'<w:styles xmlns:w="{WORD}">'
    '<w:style w:styleId="hidden"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="like_hidden"><w:basedOn w:val="hidden"/></w:style>'
    '<w:style w:styleId="raised"><w:rPr><w:position w:val="8"/></w:rPr></w:style>'
    '<w:style w:styleId="round"><w:basedOn w:val="about"/></w:style>'
    '<w:style w:styleId="about"><w:basedOn w:val="round"/></w:style></w:styles>'
)
_OPENED = [
    *("w:p", "w:r", "w:rPr", "w:pPr", "w:t", "w:tbl", "w:tr", "w:tc", "w:sdt", "w:sdtContent"),
    *("w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:customXml", "w:dir", "w:bdo", "w:hyperlink"),
    *("w:drawing", "w:pict", "w:txbxContent", "w:fldSimple", "w:footnote", "w:smartTag"),
    *("mc:AlternateContent", "mc:Choice", "mc:Fallback"),
]
_EMPTY = [
    *("<w:vanish/>", '<w:vanish w:val="0"/>', "<w:br/>", "<w:tab/>", "<w:del/>"),
    *('<w:vertAlign w:val="superscript"/>', '<w:position w:val="6"/>', '<w:position w:val="x"/>'),
    *(f'<w:{kind} w:val="{style}"/>' for kind in ("rStyle", "pStyle") for style in
      ("hidden", "like_hidden", "raised", "round", "none")),
]  # fmt: skip
_TEXTS = ["<w:t>Sleep</w:t>", "<w:t>may improve.</w:t>", "<w:t>1</w:t>", "<w:t> </w:t>", "loose"]
_USUAL = "<w:p><w:r><w:t>"


def make_docx(data: bytes) -> bytes:
    """Return a document: after a first byte below 128 of sound markup, else of the bytes."""
    body = data[1:].decode("utf-8", "replace") if data[:1] >= b"\x80" else _nest(data[1:])
    document = f'<w:document xmlns:w="{WORD}" xmlns:mc="{_MC}"><w:body>{body}</w:body></w:document>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", document)
        archive.writestr("word/styles.xml", _STYLES)
    return packed.getvalue()


def _nest(data: bytes) -> str:
    pieces, opened = [], []
    choices = [*_OPENED, *_EMPTY, *_TEXTS]
    for byte in data:
        choice = choices[byte % len(choices)]
        if byte >= 240:  # close two, as a run within a paragraph asks for
            pieces += [f"</{opened.pop()}>" for _ in range(min(2, len(opened)))]
        elif byte >= 200:
            pieces += [f"</{opened.pop()}>" for _ in range(min(1, len(opened)))]
        elif byte >= 180:
            pieces.append(f"{_USUAL}word {byte}</w:t></w:r></w:p>")
        elif choice in _OPENED:
            opened.append(choice)
            pieces.append(f"<{choice}>")
        else:
            pieces.append(choice)
    return "".join([*pieces, *(f"</{name}>" for name in reversed(opened))])
