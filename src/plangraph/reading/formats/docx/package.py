"""The container of a Word file: a zip of parts that refer to each other, looked at before it is unpacked.

Only the parts that hold text are unpacked, each within limits, so that neither pictures nor macros nor files
within the file are ever opened. References out of the file are not followed, and XML that defines entities is
refused.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from plangraph.errors import InputError

MAX_MEMBERS = 20_000  # plans with a picture a page have some hundreds; the list alone costs memory
MAX_PART = 48 * 2**20  # bytes of one part: a thousand pages of text take about 20 MB, and ten times that as a tree
MAX_PARTS = 128 * 2**20  # bytes of all the parts that are read
MAX_TAGS = 2_000_000  # in one part: a thousand pages have some 600,000, and each element takes 300 bytes of memory
MAX_RATIO = 300  # times its packed size: repeated table rows reach 100, bombs 1,000
RATIO_FROM = 2**20  # bytes; a smaller part harms nobody, however well it is packed
MAX_DEPTH = 150  # elements within elements: text in a box in a cell of a table takes about 25

_OLE = b"\xd0\xcf\x11\xe0"
_ENTRY = b"PK\x01\x02"  # begins the entry of a member in the list of members
_ENCRYPTED = 0x1
_DTD = b"<!DOCTYPE"
# What `zipfile` raises at lists of members and members that are not as they should be.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
_SAVE = "open it in Word or WPS and save it as .docx"
_REPAIR = "fetch it again, or open it in Word or WPS, have it repaired and save it as .docx"
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that the format allows, and what can be read in steps

# The strict variant of the format has other namespaces for the same elements.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}

# What else comes as a zip, by the name of a member that it has.
_OTHERS = (
    (re.compile(r"xl/"), "an Excel workbook"),
    (re.compile(r"ppt/"), "a PowerPoint presentation"),
    (re.compile(r"visio/"), "a Visio drawing"),
    (re.compile(r"content\.xml$"), "an OpenDocument file"),
    (re.compile(r"Document\.xml$|OFD\.xml$"), "an OFD file"),
    (re.compile(r"META-INF/container\.xml$"), "an e-book"),
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A reference of one part to another: `kind` is the last word of its type (styles, footnotes, header …)."""

    id: str
    kind: str
    part: PackURI


@dataclass(frozen=True, slots=True)
class Relations:
    """What one part refers to."""

    all: tuple[Relation, ...]

    def get(self, kind: str) -> PackURI | None:
        """The first part of a kind."""
        return next((relation.part for relation in self.all if relation.kind == kind), None)


ROOT = PackURI("/")  # stands for the file itself: what it refers to are its main parts


class WordPackage:
    """The parts of a Word file, read when they are asked for; `where` names the file in errors."""

    def __init__(self, data: bytes, where: str) -> None:
        self.where = where
        self._zip = _opened(data, where)
        self._names = set(self._zip.namelist())
        self._unpacked = 0
        self.document, self.root_of_document = self._document()

    def root(self, part: PackURI) -> Element:
        """The root element of a part."""
        data = self._bytes(part)
        if _DTD in data.replace(b"\0", b""):
            raise self._error(f"{part} defines entities", _SAVE)
        if data.count(b"<") > MAX_TAGS:
            raise self._error(f"{part} has more than {MAX_TAGS:,} tags", "split it into several files")
        for strict, common in _STRICT.items():
            data = data.replace(strict, common)
        try:
            root = parse_xml(data)
        except (SyntaxError, ValueError) as error:
            raise InputError(f"{part} is damaged: {error}", where=self.where, hint=_REPAIR) from error
        if root.xpath(f"boolean({'/*' * (MAX_DEPTH + 1)})"):
            raise self._error(f"{part} nests elements more than {MAX_DEPTH} deep", _REPAIR)
        return root

    def relations(self, part: PackURI) -> Relations:
        """What a part refers to inside the file; what it refers to outside of it is passed over."""
        rels = part.rels_uri
        elements = self.root(rels).iterchildren("{*}Relationship") if rels.membername in self._names else ()
        found = []
        for element in elements:
            uri = PackURI.from_rel_ref(part.baseURI, element.get("Target", ""))
            if element.get("TargetMode") != "External" and uri.membername in self._names:
                found.append(Relation(element.get("Id", ""), element.get("Type", "").rpartition("/")[2], uri))
        return Relations(tuple(found))

    def _document(self) -> tuple[PackURI, Element]:
        """The part with the body and its root; `InputError` says what the file is when it has none."""
        part = self.relations(ROOT).get("officeDocument")
        root = self.root(part) if part else None
        if part is not None and root is not None and root.tag == qn("w:document"):
            return part, root
        other = (what for pattern, what in _OTHERS if any(pattern.match(name) for name in self._names))
        if (what := next(other, None)) is not None:
            raise self._error(f"{what}, not a Word file", "save it as .docx, PDF or plain text")
        if any(name.startswith("word/") for name in self._names):
            raise self._error("a Word file without its document part", _REPAIR)
        raise self._error("a zip archive, not a Word file", "unpack it and list the documents in it one by one")

    def _bytes(self, part: PackURI) -> bytes:
        """A part as it lies in the file, unpacked within the limits."""
        info = self._zip.getinfo(part.membername)
        self._check(part, info)
        try:
            with self._zip.open(info) as member:
                data = member.read(MAX_PART + 1)
        except _DAMAGE as error:
            raise InputError(f"{part} is damaged: {error}", where=self.where, hint=_REPAIR) from error
        self._unpacked += len(data)
        if self._unpacked > MAX_PARTS:
            raise self._error(f"its text takes more than {MAX_PARTS:,} bytes", "split it into several files")
        return data

    def _check(self, part: PackURI, info: zipfile.ZipInfo) -> None:
        if info.flag_bits & _ENCRYPTED:
            raise self._error("protected by a password", f"{_SAVE} without a password")
        if info.compress_type not in _PACKED:
            raise self._error(f"{part} is packed in a way that Word does not use", _SAVE)
        if info.file_size > MAX_PART:
            raise self._error(
                f"{part} takes {info.file_size:,} bytes, more than {MAX_PART:,}", "split it into several files"
            )
        if info.file_size > max(RATIO_FROM, MAX_RATIO * info.compress_size):
            message = f"{part} unpacks to more than {MAX_RATIO} times its size, as files made to do harm do"
            raise self._error(message, f"if you trust it, {_SAVE}")

    def _error(self, message: str, hint: str) -> InputError:
        return InputError(message, where=self.where, hint=hint)


def _opened(data: bytes, where: str) -> zipfile.ZipFile:
    if data.startswith(_OLE):
        raise _ole(data, where)
    members = data.count(_ENTRY)
    if members > MAX_MEMBERS:
        message = f"a zip of {members:,} files, more than {MAX_MEMBERS:,}"
        raise InputError(message, where=where, hint=f"if it is a Word file, {_SAVE}")
    try:
        return zipfile.ZipFile(BytesIO(data))
    except _DAMAGE as error:
        raise InputError(f"a broken or truncated Word file: {error}", where=where, hint=_REPAIR) from error


def _ole(data: bytes, where: str) -> InputError:
    """What a file in the old container is, by the streams that it names."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return InputError("protected by a password", where=where, hint=f"{_SAVE} without a password")
    if "WordDocument".encode("utf-16-le") in data:
        return InputError("a Word file of the old kind (.doc)", where=where, hint=_SAVE)
    return InputError("an Office file of the old kind, or one with a password", where=where, hint=_SAVE)
