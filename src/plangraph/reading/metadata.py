"""What a document tells of itself, as the columns of the manifest: each value with the words that tell it.

A value is told by the cover of a document, by the labels of a web page, by a signature or by what the format of
the file says, never by running text that may speak of other documents; it is left out rather than guessed wrong.
The wordings are `rules/metadata.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from plangraph.model import Span
from plangraph.reading.cover import Cover, find_cover
from plangraph.reading.excerpt import Excerpt
from plangraph.reading.furniture import furniture_rules
from plangraph.reading.lines import Line
from plangraph.reading.metadata_rules import pattern, rules
from plangraph.reading.names import Names
from plangraph.reading.source import Source
from plangraph.reading.structure import Structure
from plangraph.reading.titles import Title, find_title, issuer_of
from plangraph.text import chinese_number, fold, squeeze, to_chinese

SEVERAL = "|"  # between several values of one cell
_SET_OFF = re.compile(r"(?<!\d)\s+|\s+(?!\d)")  # blanks that do not part two numbers


@dataclass(frozen=True, slots=True)
class Found:
    """A value of a column of the manifest and what tells it: words of the text, or of what the format says.

    `options`: when the words may mean several values, those; `value` is empty then.
    """

    column: str
    value: str
    words: str
    place: str
    spans: tuple[Span, ...] = ()
    options: tuple[str, ...] = ()


def find_metadata(
    source: Source, structure: Structure, names: Names, given: Mapping[str, str]
) -> tuple[Found, ...]:
    """What the document tells; columns that are `given` are taken as they are, and others follow from them."""
    return tuple(_Search(find_cover(source, structure), names, given).run())


class _Search:
    """One look at a document: the columns one after another, later ones from earlier ones."""

    def __init__(self, cover: Cover, names: Names, given: Mapping[str, str]) -> None:
        self._cover = cover
        self._names = names
        self._known = {column: value for column, value in given.items() if value}
        title = None if self._has("title") else find_title(cover, names)
        self._title = title or Title(Excerpt(self._known.get("title", "")), "given", whole=True)

    def run(self) -> Iterator[Found]:
        for step in (
            self._titles,
            self._kinds,
            self._numbers,
            self._issuers,
            self._regions,
            self._periods,
            self._dates,
            self._approvers,
            self._plans,
            self._aliases,
            self._sources,
        ):
            for found in step():
                if not self._has(found.column):
                    self._known |= {found.column: found.value} if found.value else {}
                    yield found

    def _has(self, column: str) -> bool:
        return bool(self._known.get(column))

    @property
    def _plain_title(self) -> str:
        return self._title.words.plain

    def _is_plan(self) -> bool:
        return self._known.get("kind") in self._names.plans

    # ── title, kind, number ─────────────────────────────────────────────────────────────────────────────

    def _titles(self) -> Iterator[Found]:
        words = self._title.words
        if words.text:
            yield Found("title", words.shown, words.text, self._title.place, words.spans)

    def _kinds(self) -> Iterator[Found]:
        if kind := self._names.kind(self._plain_title):
            yield self._of_title("kind", kind)

    def _of_title(self, column: str, value: str, words: Excerpt | None = None) -> Found:
        said = words or self._title.words
        return Found(column, value, said.text, "title", said.spans)

    def _numbers(self) -> Iterator[Found]:
        form = furniture_rules().patterns["document_number"]
        for words, place in self._told("number", self._cover.front):
            if form.fullmatch(words.plain):
                yield Found("number", _numbered(words.plain), words.text, place, words.spans)
                return

    def _told(self, column: str, lines: Iterable[Line] = ()) -> Iterator[tuple[Excerpt, str]]:
        """Values of labels, then lines of the cover, then what the format says."""
        yield from ((words, "label") for words in self._cover.labelled.get(column, ()))
        yield from ((Excerpt(line.text, line.spans), "cover") for line in lines)
        for key in rules()["metadata"].get(column, ()):
            if self._cover.metadata.get(key):
                yield Excerpt(self._cover.metadata[key]), f"metadata: {key}"

    # ── issuers and region ──────────────────────────────────────────────────────────────────────────────

    def _issuers(self) -> Iterator[Found]:
        for words, place in self._issuer_words():
            found = [words.part(*place) for place in self._names.bodies_in(words.plain)]
            if found:
                value = SEVERAL.join(part.shown for part in found)
                yield Found("issuers", value, words.text, place, words.spans)
                return

    def _issuer_words(self) -> Iterator[tuple[Excerpt, str]]:
        """Words that name issuers if they name bodies, the surest first."""
        title_issuer = self._title.issuer or issuer_of(self._title.words, self._names)
        if title_issuer is not None:
            yield title_issuer, "title"
        yield from self._told("issuers")
        for lines in (self._cover.front, self._cover.tail):
            for index, line in enumerate(lines):
                if index and furniture_rules().fits("date", line):
                    yield Excerpt(lines[index - 1].text, lines[index - 1].spans), "signature"
        for name in ("letterhead", "speaker"):
            for line in self._cover.front:
                words = Excerpt(line.text, line.spans)
                match = pattern("body", name).fullmatch(words.plain)
                if match and (said := words.group(match, "issuer")) is not None:
                    yield said, name

    def _regions(self) -> Iterator[Found]:
        context = "".join(
            (self._plain_title, self._known.get("issuers", ""), *(x.plain for x in self._cover.front))
        )
        codes: tuple[str, ...] = ()
        for words, place in self._region_words():
            codes, name = self._names.region(words.plain, context)
            if name is not None and len(codes) == 1:
                said = words.part(name.start, name.end)
                yield from self._region(codes[0], said.text, place, said.spans)
                return
            if name is not None:
                break
        if code := "" if codes else self._names.main_region(self._cover.body):
            yield from self._region(code, self._names.places[code].name, "named most often")
        elif codes:
            yield Found("region", "", words.text, place, words.spans, options=codes)

    def _region_words(self) -> Iterator[tuple[Excerpt, str]]:
        if self._has("region_name"):
            yield Excerpt(self._known["region_name"]), "given"
        if self._plain_title:
            yield self._title.words, "title"
        for issuer in filter(None, self._known.get("issuers", "").split(SEVERAL)):
            yield Excerpt(issuer), "issuers"
        for line in self._cover.front:
            if pattern("date", "speech").fullmatch(line.plain):
                yield Excerpt(line.text, line.spans), "cover"

    def _region(self, code: str, words: str, place: str, spans: tuple[Span, ...] = ()) -> Iterator[Found]:
        yield Found("region", code, words, place, spans)
        yield Found("region_name", self._names.places[code].name, words, place, spans)

    # ── period and dates ────────────────────────────────────────────────────────────────────────────────

    def _periods(self) -> Iterator[Found]:
        for words, place, name in self._period_words():
            if match := pattern("period", name).search(words.plain):
                said, (start, end) = words.part(*match.span()), _years(match)
                if start <= end:
                    yield Found("period_start", str(start), said.text, place, said.spans)
                    yield Found("period_end", str(end), said.text, place, said.spans)
                    break
        match = pattern("period", "outlook").search(self._plain_title)
        year = _number(match["year"]) if match else None
        if match and year and str(year) > self._known.get("period_end", ""):
            yield self._of_title("outlook", str(year), self._title.words.part(*match.span()))

    def _period_words(self) -> Iterator[tuple[Excerpt, str, str]]:
        yield self._title.words, "title", "range"
        yield self._title.words, "title", "ordinal"
        for passage in self._cover.opening:
            yield Excerpt(passage.text, passage.spans), "opening", "stated"

    def _dates(self) -> Iterator[Found]:
        for words, place in self._date_words():
            if date := iso_date(words.text):
                yield Found("date", date, words.text, place, words.spans)
                return

    def _date_words(self) -> Iterator[tuple[Excerpt, str]]:
        for lines in (self._cover.front, self._cover.tail):
            for line in lines:
                if furniture_rules().fits("date", line):
                    yield Excerpt(line.text, line.spans), "signature"
        yield from ((words, "label") for words in self._cover.labelled["date"])
        for line in self._cover.front:
            words = Excerpt(line.text, line.spans)
            match = pattern("date", "speech").fullmatch(words.plain)
            if match and (said := words.group(match, "date")) is not None:
                yield said, "cover"
        yield from ((words, "label") for words in self._cover.labelled["published"])
        yield from self._told("date")

    # ── the rest ────────────────────────────────────────────────────────────────────────────────────────

    def _approvers(self) -> Iterator[Found]:
        if not self._is_plan():
            return
        forms = [re.compile(form) for form in rules()["approver"]["patterns"]]
        for words in (Excerpt(line.text, line.spans) for line in self._cover.front):
            for form in forms:
                match = form.search(words.plain)
                said = words.group(match, "approver") if match else None
                if said and (name := self._full_name(said.plain)):
                    yield Found("approver", name, said.text, "cover", said.spans)
                    return

    def _full_name(self, short: str) -> str:
        """A body as others name it; empty when it is named by itself only and the region does not tell which."""
        region = self._known.get("region_name", "")
        for form in rules()["approver"]["full"]:
            if match := re.fullmatch(form["pattern"], short):
                fits = region.endswith(match["level"])
                return str(form["form"].format(region=region, **match.groupdict())) if fits else ""
        begins = self._names.at(short, 0) or pattern("body", "opens").match(short)
        return short if begins else ""

    def _plans(self) -> Iterator[Found]:
        """The plan that an interpretation or a note is about, as its title names it."""
        if self._is_plan() or not self._has("kind"):
            return
        if match := pattern("title", "about").search(self._plain_title):
            about = self._title.words.group(match, "about")
            if about is not None:
                yield self._of_title("about", about.shown, about)

    def _aliases(self) -> Iterator[Found]:
        forms = rules()["aliases"].get(self._known.get("kind", ""), ())
        plan = _plan_name(self._known.get("period_start", ""), self._known.get("period_end", ""))
        if forms and plan and self._has("region_name"):
            names = [form.format(region=self._known["region_name"], plan=plan) for form in forms]
            yield Found("aliases", SEVERAL.join(names), "", "usual short names")

    def _sources(self) -> Iterator[Found]:
        for words, place in self._told("source"):
            yield Found("source", words.text.strip(), words.text, place, words.spans)
            return


def _numbered(plain: str) -> str:
    """A document number with its year in the usual brackets."""
    return plain.replace("[", "〔").replace("]", "〕")


def _number(text: str) -> int | None:
    """A number in digits, or in Chinese numerals in whatever form their zero has."""
    folded = fold(text)
    if folded.isdecimal():
        return int(folded)
    return chinese_number(re.sub("[Oo0○零]", "〇", folded))


def _years(match: re.Match[str]) -> tuple[int, int]:
    """The years of a range, or of a five-year plan by its number; the two must agree where both are told."""
    told = match.groupdict()
    ordinal = _number(told.get("long") or told.get("short") or "")
    first = rules()["period"]["first_year"] + 5 * ordinal if ordinal else 0
    if told.get("start"):
        start, end = int(match["start"]), int(match["end"])
        return (start, end) if first in (0, start) else (end, start)
    return first, first + 4


def iso_date(text: str) -> str:
    """The first date of a text in ISO 8601, to the day or the month; empty when there is none."""
    match = pattern("date", "written").search(_SET_OFF.sub("", fold(text)))
    if match is None:
        return ""
    year, month = _number(match["year"]), _number(match["month"])
    day = _number(match["day"]) if match["day"] else None
    if not year or not month or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return ""
    return f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")


def _plan_name(start: str, end: str) -> str:
    """十四五 for 2021 to 2025; empty when the years are not those of a five-year plan."""
    number, rest = divmod(int(start or 0) - rules()["period"]["first_year"], 5)
    return f"{to_chinese(number)}五" if rest == 0 and 0 < number < 20 and int(end or 0) == int(start) + 4 else ""


def plan_period(title: str) -> str:
    """The years that a title names, in digits or by the number of a five-year plan: `2021-2025`, or nothing."""
    plain = squeeze(fold(title))
    for name in ("range", "ordinal"):
        if match := pattern("period", name).search(plain):
            start, end = _years(match)
            return f"{start}-{end}" if start <= end else ""
    return ""


def same_title(left: str, right: str) -> bool:
    """Whether two titles differ in blanks and punctuation only."""
    return squeeze(fold(left)) == squeeze(fold(right))
