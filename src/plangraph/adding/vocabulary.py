"""The names of the vocabularies as reading looks for them, and cells that people write in their own way."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from plangraph.errors import InputError, nearest
from plangraph.lexicon import Lexicon, RegionInfo
from plangraph.lexicon import load as load_lexicon
from plangraph.reading.manifest import COLUMNS
from plangraph.reading.metadata import SEVERAL, iso_date
from plangraph.reading.names import Names, Place
from plangraph.text import fold

#: Columns that people give; the others are made.
GIVEN = tuple(column for column in COLUMNS if column not in ("file", "sha256"))
_YEARS = re.compile(r"(\d{4})\D+(\d{4})\D*")
_BETWEEN = re.compile(r"\s*[|、;；]\s*")


def load_names() -> Names:
    """The names of the vocabularies that come with plangraph."""
    lexicon = load_lexicon()
    kinds = lexicon.plan_kinds.values()
    return Names(
        places={region.code: _place(region, lexicon) for region in lexicon.regions.values() if region.code},
        kinds={word: kind.code for kind in kinds for word in kind.words},
        plans=frozenset(kind.code for kind in kinds if kind.is_plan),
        bodies=tuple(suffix for kind in lexicon.body_kinds for suffix in kind.suffixes),
    )


def _place(region: RegionInfo, lexicon: Lexicon) -> Place:
    above: list[str] = []
    todo = list(region.part_of)
    while todo:
        larger = lexicon.regions.get(todo.pop(0))
        if larger is not None and larger.code not in above:
            above += [larger.code] if larger.code else []
            todo += larger.part_of
    return Place(region.code, (region.name, *region.short_names), tuple(above))


def normalised(given: Mapping[str, str], names: Names, where: str = "") -> dict[str, str]:
    """Cells as the manifest writes them: codes for names of kinds and regions, ISO dates, `|` between several.

    `period` becomes the two years. Raises `InputError` for a name that is not known, or that several regions have.
    """
    cells = {column: value.strip() for column, value in given.items() if value.strip()}
    if period := cells.pop("period", ""):
        cells |= _period(period, where)
    for column, change in _CHANGES.items():
        if column in cells:
            cells[column] = change(cells[column], names, where)
    if "region_name" in cells and "region" not in cells:
        codes = names.codes(cells["region_name"])
        cells |= {"region": codes[0], "region_name": names.places[codes[0]].name} if len(codes) == 1 else {}
    elif "region" in cells:
        cells.setdefault("region_name", names.places[cells["region"]].name)
    return cells


def _period(text: str, where: str) -> dict[str, str]:
    match = _YEARS.fullmatch(fold(text))
    if match is None:
        raise InputError(f"{text!r} is no period", where=where, hint="write two years: 2021-2025")
    return {"period_start": match[1], "period_end": match[2]}


def _region(text: str, names: Names, where: str) -> str:
    if text in names.places:
        return text
    codes = names.codes(text)
    if len(codes) == 1:
        return codes[0]
    if codes:
        hint = f"give its code: {described(codes, names)}"
        raise InputError(f"several regions are called {text!r}", where=where, hint=hint)
    known = (name for place in names.places.values() for name in (place.code, place.name))
    hint = f"{nearest(text, known)} Or add it to the vocabulary"
    raise InputError(f"unknown region {text!r}", where=where, hint=hint)


def described(codes: tuple[str, ...], names: Names) -> str:
    """Regions told apart by those that they lie in: 220104 吉林省长春市朝阳区."""
    return ", ".join(
        f"{code} {''.join(names.places[above].name for above in reversed(names.places[code].above))}"
        f"{names.places[code].name}"
        for code in codes
    )


def _kind(text: str, names: Names, where: str) -> str:
    known = set(names.kinds.values())
    if text in known:
        return text
    if text in names.kinds:
        return names.kinds[text]
    hint = f"{nearest(text, {*known, *names.kinds})} Or add it to the vocabulary"
    raise InputError(f"unknown kind {text!r}", where=where, hint=hint)


def _date(text: str, _names: Names, _where: str) -> str:
    return iso_date(text) or text


def _several(text: str, _names: Names, _where: str) -> str:
    return SEVERAL.join(part for part in _BETWEEN.split(text) if part)


_CHANGES: dict[str, Callable[[str, Names, str], str]] = {
    "region": _region,
    "kind": _kind,
    "date": _date,
    "issuers": _several,
    "aliases": _several,
}
