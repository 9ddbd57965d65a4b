"""The title of a document, from the lines of its cover, the labels of its page and what its format tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plangraph.reading.cover import Cover
from plangraph.reading.excerpt import Excerpt, joined
from plangraph.reading.furniture import furniture_rules
from plangraph.reading.headings import heading_rules
from plangraph.reading.lines import Line
from plangraph.reading.metadata_rules import pattern, rules
from plangraph.reading.names import Names

_PAIRS = (("《", "》"), ("(", ")"), ("“", "”"))


@dataclass(frozen=True, slots=True)
class Title:
    """A title as it stands in one place. `issuer`: who stands before it in a notice; `place`: where, in words.

    `whole`: it begins as titles begin. `alone`: it stands by itself, not within the title of a notice.
    """

    words: Excerpt
    place: str
    whole: bool
    alone: bool = True
    issuer: Excerpt | None = None


def find_title(cover: Cover, names: Names) -> Title | None:
    """The title that is told most often; a whole one before one that may lack its first line."""
    found = [_brought(title, names) for title in _candidates(cover, names)]
    if not found:
        return None
    counts: dict[str, int] = {}
    for title in found:
        counts[title.words.plain] = counts.get(title.words.plain, 0) + 1
    best = max(found, key=lambda title: (title.whole, counts[title.words.plain], title.alone))
    issuers = (t.issuer for t in found if t.words.plain == best.words.plain and t.issuer is not None)
    return replace(best, issuer=best.issuer or next(issuers, None))


def issuer_of(title: Excerpt, names: Names) -> Excerpt | None:
    """Who stands before 关于 in a title, when those words are names of bodies."""
    match = pattern("title", "issuer").fullmatch(title.plain)
    if match is None or not names.bodies_in(match["issuer"]):
        return None
    return title.group(match, "issuer")


def _candidates(cover: Cover, names: Names) -> Iterator[Title]:
    for words in cover.labelled["title"]:
        if _is_title(words.plain):
            yield Title(words, "label", _opens(words.plain, names))
    for key in rules()["metadata"]["title"]:
        for part in pattern("title", "site").split(cover.metadata.get(key, "")):
            if _is_title(Excerpt(part).plain):
                yield Title(Excerpt(part), f"metadata: {key}", _opens(Excerpt(part).plain, names))
    lines = cover.front
    for last in range(len(lines)):
        if title := _ending_at(lines, last, names):
            yield title


def _ending_at(lines: Sequence[Line], last: int, names: Names) -> Title | None:
    """The title that ends with a line: the fewest lines that are a whole one, else that line if it is a title."""
    if last + 1 < len(lines) and pattern("title", "goes_on").fullmatch(lines[last + 1].plain):
        return None
    fallback = None
    for first in range(last, max(last - rules()["title"]["lines"], -1), -1):
        if not _may_belong(lines[first]):
            break
        words = joined(lines[first : last + 1])
        if not _is_title(words.plain):
            continue
        if _opens(words.plain, names):
            return Title(joined(lines[_with_bodies(lines, first, names) : last + 1]), "cover", whole=True)
        if first == last:
            fallback = Title(words, "cover", whole=False)
    return fallback


def _with_bodies(lines: Sequence[Line], first: int, names: Names) -> int:
    """The first line of a title with the lines above it that hold nothing but issuers."""
    limit = max(first - 2, 0)
    if pattern("title", "under_bodies").match(lines[first].plain):
        while first > limit and names.bodies_in(lines[first - 1].plain):
            first -= 1
    return first


def _may_belong(line: Line) -> bool:
    known = furniture_rules()
    if line.stopped or any(known.fits(kind, line) for kind in ("labels", "navigation", "date", "document_number")):
        return False
    return len(line.text) <= rules()["title"]["max"] and heading_rules().heading(line.text) is None


def _is_title(plain: str) -> bool:
    known = furniture_rules()
    if not known.title_min <= len(plain) <= rules()["title"]["max"]:
        return False
    closed = all(plain.count(opening) == plain.count(closing) for opening, closing in _PAIRS)
    return closed and known.patterns["title"].fullmatch(plain) is not None


def _opens(plain: str, names: Names) -> bool:
    match = pattern("title", "opens").match(plain)
    year = pattern("title", "year").match(plain)
    return match is not None or names.at(plain, year.end() if year else 0) is not None


def _brought(title: Title, names: Names) -> Title:
    """What a notice brings; any other title as it is."""
    match = pattern("title", "notice").fullmatch(title.words.plain)
    if match is None:
        return replace(title, issuer=issuer_of(title.words, names))
    words, issuer = title.words.group(match, "title"), title.words.group(match, "issuer")
    if words is None or not _is_title(words.plain):
        return title
    known = issuer if issuer is not None and names.bodies_in(issuer.plain) else None
    return replace(title, words=words, whole=_opens(words.plain, names), alone=False, issuer=known)
