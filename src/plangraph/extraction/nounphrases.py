"""The noun phrase that a quantity belongs to: before it (老旧小区10个) or behind it (10个老旧小区).

All words are data: `rules/indicators.toml`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

from plangraph.extraction.quantities import Quantity, any_of
from plangraph.extraction.times import time_pattern
from plangraph.resources import read_toml, rules_dir

_BRACKETED = re.compile(r"\s*[（(][^（）()]*[）)]")
_NUMERAL = "[一二三四五六七八九十]"
_OPENING = re.compile(rf"\s*(?:——|[（(](?:{_NUMERAL}|\d)+[）)]|\d+[.．、](?!\d)|{_NUMERAL}+是|[”’』」》])*\s*")
_NAME = re.compile(r"[“《]?(?:\dG)?[A-Za-z\u4e00-\u9fff]")
_BREAK = re.compile(r"[，,。；;：:！？!?、]|以及|及其")


@functools.cache
def rules() -> dict[str, Any]:
    """The table `rules/indicators.toml`."""
    return read_toml(rules_dir() / "indicators.toml")


def words(section: str, name: str) -> list[str]:
    """A list of words of `rules/indicators.toml`."""
    value = rules()[section][name]
    return value.split() if isinstance(value, str) else list(value)


@functools.cache
def group(*names: str) -> str:
    """A regular expression group for the words of these lists (`section.name`)."""
    return any_of(word for name in names for word in words(*name.split(".")))


@functools.cache
def pattern(template: str) -> re.Pattern[str]:
    """A pattern in which `{section.name}` stands for the words of that list and `{time}` for a named time."""
    named = re.sub(r"\(\?P<(?:ahead|year|period)>", "(?:", time_pattern().pattern)
    expand = re.sub(r"\{([a-z]+\.[a-z_]+)\}", lambda match: group(match[1]), template)
    return re.compile(expand.replace("{time}", named))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Where a noun phrase stands; trimmed were `lead` before it and `links` towards the quantity."""

    start: int
    end: int
    lead: str
    links: str
    governs: bool = False  # it ends in a verb whose object may stand behind the quantity

    def __bool__(self) -> bool:
        return self.end - self.start > 1


@functools.cache
def _front() -> re.Pattern[str]:
    """What is trimmed from the front of a phrase wherever the text is from."""
    verbs = {*words("lead", "change"), *words("lead", "verbs")}
    trimmed = sorted(verbs.union(words("lead", "words")), key=lambda word: (-len(word), word))
    # A verb before one of these endings is part of a noun (完成率, 服务业).
    ending = "了?(?![率额量数度者性化业站部所库类])"
    front = "|".join(re.escape(word) + (ending if word in verbs else "") for word in trimmed)
    fixed = rules()["scope"]["attribute"]
    return pattern(r"(?:(?!{lead.keep})(?:[\s、—的，,]|{time}|" + fixed + "|" + front + "))*")


@functools.lru_cache(maxsize=64)
def _own(region: str) -> re.Pattern[str]:
    """The name of the region that a text is from, which is trimmed too."""
    names = {region, region[:-1] if len(region) > 2 else region} - {""}
    return re.compile(any_of(names) + r"(?!市级|县级|区级|级|特色|名)" if names else r"(?!)")


def before(text: str, start: int, end: int, region: str) -> Phrase:
    """The phrase between `start` and a quantity at `end`."""
    opening = _OPENING.match(text, start, end)
    begin = opening.end() if opening else start
    scope = rules()["scope"]
    other = "|".join(scope[name] for name in ("compare", "relative", "duration"))
    trail = pattern(r"(?:{links.reach}|{links.rise}|{links.fall}|{links.adverb}|" + other + r"|{time}|\s)*$")
    tail = trail.search(text[begin:end])
    stop = begin + tail.start() if tail else end
    head = _trim_front(text, begin, stop, region)
    inner = _inner(text, head, stop)
    if inner > head:
        head = _trim_front(text, inner, stop, region)
    governs = head >= stop or pattern(r"(?:{lead.change}|{lead.verbs})了?$").search(text[head:stop]) is not None
    return Phrase(head, stop, text[begin:head], text[stop:end], governs)


def _trim_front(text: str, start: int, end: int, region: str) -> int:
    phrase, position = text[start:end], 0
    while True:
        trimmed = _front().match(phrase, position)
        position = trimmed.end() if trimmed else position
        own = _own(region).match(phrase, position)
        if own is None:
            return start + position
        position = own.end()


def _inner(text: str, start: int, end: int) -> int:
    """Behind the last verb inside the phrase, `start` when there is none."""
    kept = [match.span() for match in pattern(r"{lead.inner_keep}").finditer(text, start, end)]
    found = start
    for match in pattern(r"{lead.inner}").finditer(text, start, end):
        if not any(low <= match.start() < high for low, high in kept) and end - match.end() > 1:
            found = match.end()
    return found


def _stop() -> re.Pattern[str]:
    return pattern(r"{right.stop}|" + rules()["right"]["particles"])


def _not_noun() -> re.Pattern[str]:
    return pattern(r"的|和|及|以及|{right.stop}|{links.rise}|{links.fall}|" + rules()["right"]["particles"])


def behind(text: str, quantity: Quantity, end: int) -> Phrase:
    """The phrase between a quantity and `end`, empty when the quantity is followed by none."""
    bracket = _BRACKETED.match(text, quantity.end, end)
    start = bracket.end() if bracket else quantity.end
    while start < end and text[start] == " ":
        start += 1
    if not _NAME.match(text, start, end) or _not_noun().match(text, start, end):
        return Phrase(start, start, "", "")
    stop = _first_end(text, start, end)
    tail = pattern(r"(?:{right.tail}|\s)+$").search(text[start:stop])
    cut = start + tail.start() if tail and tail.start() > 1 else stop
    return Phrase(start, cut, "", text[cut:end])


def _first_end(text: str, start: int, end: int) -> int:
    found = (_BREAK.search(text, start, end), _stop().search(text, start + 2, end))
    stop = min((match.start() for match in found if match), default=end)
    if text[stop : stop + 1] == "、":
        stop = _list_end(text, stop, end)
    bracket = text.find("（", start + 2, stop)
    return bracket if bracket > 0 else stop


def _list_end(text: str, stop: int, end: int) -> int:
    """The end of a list that one noun closes (A、B等设施; A、B的企业); `stop` when none does."""
    found = (re.search(r"[，,。；;：:]", text[stop:end]), _stop().search(text[stop:end]))
    last = stop + min((match.start() for match in found if match), default=end - stop)
    closed = re.search(r"[等的].{2,}|等$", text[stop:last]) and not re.search(r"\d", text[stop:last])
    return last if closed else stop


def counts(text: str, phrase: Phrase) -> bool:
    """Whether a count of the things that this phrase behind a quantity names is an output."""
    noun = text[phrase.start : phrase.end]
    if pattern(r"(?:{right.none}|{right.abstract})$").search(noun):
        return False
    if pattern(r"(?:{right.actors})$").match(noun) and pattern(r"\s*(?:{right.acting})").match(text, phrase.end):
        return False
    if pattern(r"来自|以|" + rules()["right"]["places"]).match(noun):
        return False
    return pattern(r"{right.faring}|与.").match(phrase.links) is None


def members(text: str, phrase: Phrase) -> list[Phrase]:
    """The indicators that a list of nouns holds: several when each could stand alone, else the list itself."""
    parts: list[Phrase] = []
    begin = phrase.start
    outside = re.sub(r"[（(“][^）)”]*[）)”]", lambda match: "＿" * len(match[0]), text[phrase.start : phrase.end])
    for match in re.finditer(r"、|和|及|以及|与", outside):
        parts.append(Phrase(begin, phrase.start + match.start(), phrase.lead, phrase.links))
        begin = phrase.start + match.end()
    parts.append(Phrase(begin, phrase.end, phrase.lead, phrase.links))
    own = pattern(r"{heads.own}$")
    if len(parts) > 1 and all(part and own.search(text[part.start : part.end]) for part in parts):
        return parts
    return [phrase]
