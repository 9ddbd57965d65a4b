"""Files and folders that take their place when they are whole, compressed as their names say.

The same content gives the same bytes: neither gzip nor zip keeps a time.
"""

from __future__ import annotations

import gzip
import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from plangraph.errors import InputError

GZIP, ZIP = ".gz", ".zip"
#: The earliest time that zip can tell.
EPOCH = (1980, 1, 1, 0, 0, 0)


def uncompressed(name: str) -> str:
    """A file name without the ending of a compression."""
    return name.removesuffix(GZIP).removesuffix(ZIP)


@contextmanager
def writing(target: Path) -> Iterator[IO[bytes]]:
    """A stream whose bytes become the file when the block ends without error; until then the old one stays."""
    with _beside(target) as part:
        with part.open("wb") as raw:
            if target.name.endswith(GZIP):
                with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
                    yield cast(IO[bytes], packed)
            elif target.name.endswith(ZIP):
                with zipfile.ZipFile(raw, "w") as archive, _member(archive, uncompressed(target.name)) as member:
                    yield member
            else:
                yield raw
        part.replace(target)


@contextmanager
def writing_folder(target: Path) -> Iterator[Path]:
    """An empty folder that takes the place of `target`, or is packed into it when it is called `.zip`.

    A folder that holds other files than those that were written is never replaced.
    """
    with _beside(target) as part:
        part.mkdir()
        yield part
        if target.name.endswith(ZIP):
            with writing_archive(target) as archive:
                for path in sorted(part.iterdir()):
                    with path.open("rb") as source, _member(archive, path.name) as member:
                        shutil.copyfileobj(source, member)
        else:
            _exchange(part, target)


@contextmanager
def writing_archive(target: Path) -> Iterator[zipfile.ZipFile]:
    """A zip archive that takes its place when it is whole."""
    part = target.with_name(f".{target.name}.zipped")
    try:
        with zipfile.ZipFile(part, "w") as archive:
            yield archive
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def without_clock(archive: bytes, change: Callable[[str, bytes], bytes] = lambda _name, content: content) -> bytes:
    """The same zip archive without the times at which its members were written; `change` may change members."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            with _member(target, name) as member:
                member.write(change(name, source.read(name)))
    return out.getvalue()


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A path beside the target; what is left there in the end is removed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    _remove(part)
    try:
        yield part
    finally:
        _remove(part)


@contextmanager
def _member(archive: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    with archive.open(info, "w", force_zip64=True) as member:
        yield member


def _exchange(new: Path, target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise InputError("this is a file, not a folder", where=str(target), hint="name a folder, or a .zip")
    old = target.with_name(f".{target.name}.old")
    _remove(old)
    if target.exists():
        foreign = {path.name for path in target.iterdir()} - {path.name for path in new.iterdir()}
        if foreign:
            raise InputError(
                f"this folder holds other files and would be replaced: {', '.join(sorted(foreign)[:3])}",
                where=str(target),
                hint="name an empty folder",
            )
        target.replace(old)
    try:
        new.replace(target)
    except OSError:
        if old.exists():
            old.replace(target)
        raise
    _remove(old)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
