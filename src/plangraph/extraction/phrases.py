"""Cuts a unit into noun phrases and tells what governs each: the verb before it, the list it stands in.

A phrase is a run of words between verbs, function words and punctuation. A quotation “…” is one word. Phrases
joined by 、和与及 or 等 form a group and share their governor.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from spacy.tokens import Doc

from plangraph.extraction.segment import word_ends
from plangraph.extraction.state import candidates, kept, text_of
from plangraph.extraction.wordlists import WordClass, heads, lines, longest_words, tails, word_classes

_PHRASES = "plangraph.phrases"
_WORDS = "plangraph.classed words"
_TOKENS = "plangraph.tokens"
_QUOTED = re.compile(r"“[^“”，。；！？]{1,30}[”\"]|《[^《》]{1,60}》")
_BRACKET = re.compile(r"[(（][^()（），。；、:：]{1,12}[)）]|\[\d{1,3}\]")
_PUNCTUATION = frozenset("，,。；;：:！!？?…—-()（）<>《》“”\"'‘’【】[]〔〕*")
_OPENING = frozenset("“《(（[")  # what a quotation or a bracket begins with
_NUMBERING = re.compile(r"\d{1,3}[.．、](?=[\u4e00-\u9fa5“])")
_NOUN = WordClass("noun")
_INSIDE = {"noun", "quote", "bracket", "tail"}
_GOVERNED = _INSIDE | {"verb", "lead", "quantity", "adverb", "deictic"}
_NAMING = {"之", "和"}  # they may belong to a name
_LINKS = {"至", "-", "—"}
_ASPECT = {"了", "起"}  # 建立了X: the verb still governs


# Named tuples: there is one for every other character, and a frozen dataclass takes three times as long to make.
class Token(NamedTuple):
    """A word of the unit with its class."""

    start: int
    end: int
    text: str
    kind: str
    verb: str = ""
    nominal: bool = False


class Phrase(NamedTuple):
    """A noun phrase in its place. `group` is equal for phrases that stand in one list."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    governor: str  # class of the verb, empty when none
    verb: str
    group: int
    quantity: bool  # preceded by 一批, 若干 …
    after_etc: bool  # the noun that closes a list: A、B等D
    before_of: bool  # followed by 的
    after_of: bool  # preceded by 的
    following: str  # text of the token after it
    preceding: str  # text of the token before it


def tokens(doc: Doc) -> list[Token]:
    """The words of a unit with their classes; longest known words first, quotations whole."""
    places = frozenset((one.start, one.end) for one in candidates(doc) if one.type == "REGION")
    known: dict[frozenset[tuple[int, int]], list[Token]] = kept(doc, _TOKENS, dict)
    if places not in known:
        known[places] = _resolved(kept(doc, _WORDS, lambda: _classed(doc)), places)
    return known[places]


def _resolved(found: list[Token], places: frozenset[tuple[int, int]]) -> list[Token]:
    """The words with the class that their neighbours, and the places of the unit, leave them."""
    out = list(found)
    starts, ends = {start for start, _end in places}, {end for _start, end in places}
    for index, token in enumerate(out):
        if token.text in _LINKS and token.start in ends and token.end in starts:
            out[index] = token._replace(kind="noun")  # 甲县至乙市高速公路
    return _verbs_resolved(_adverbs_resolved(_brackets_resolved(out)), ends)


def _classed(doc: Doc) -> list[Token]:
    """Every word with the class that it has by itself."""
    text, ends = text_of(doc), word_ends(doc)
    opening = len(text) - len(text.lstrip())  # only here a number numbers the paragraph
    out: list[Token] = []
    position = number = 0  # `number` is that of the dictionary's word which holds the position
    while position < len(text):
        while ends[number] <= position:
            number += 1
        token = (
            _marked(text, position, opening)
            or _known(text, position, ends, number)
            or _word(text, position, ends[number])
        )
        out.append(token)
        position = token.end
    return out


def _marked(text: str, position: int, opening: int) -> Token | None:
    """The quotation, bracket, number or mark that begins here."""
    mark = text[position]
    if mark in _OPENING and (fixed := _QUOTED.match(text, position) or _BRACKET.match(text, position)):
        return Token(position, fixed.end(), fixed[0], "quote" if mark in "“《" else "bracket")
    if position == opening and (number := _NUMBERING.match(text, position)):
        return Token(position, number.end(), number[0], "punctuation")
    if mark in _PUNCTUATION or mark.isspace():
        return Token(position, position + 1, mark, "punctuation")
    return None


def _known(text: str, position: int, ends: list[int], number: int) -> Token | None:
    """The longest word here whose class is known and which one or more of the dictionary's words make up."""
    longest = longest_words().get(text[position])
    if longest is None or position != (ends[number - 1] if number else 0):
        return None
    classes, beyond, following = word_classes(), position + longest, number
    while following < len(ends) and ends[following] <= beyond:
        following += 1
    for end in reversed(ends[number:following]):
        if known := classes.get(text[position:end]):
            return Token(position, end, text[position:end], known.kind, known.verb, known.nominal)
    return None


def _word(text: str, position: int, end: int) -> Token:
    """The dictionary's word, or what is left of it."""
    classes, word = word_classes(), text[position:end]
    if len(word) == 4 and word not in classes:  # 深入开展: an adverb and a verb that the dictionary has as one
        first, second = classes.get(word[:2], _NOUN), classes.get(word[2:], _NOUN)
        if first.kind in {"adverb", "lead"} and second.kind == "verb":
            return Token(position, end, word, second.kind, second.verb)
    known = classes.get(word, _NOUN)
    return Token(position, end, word, known.kind, known.verb, known.nominal)


def _brackets_resolved(found: list[Token]) -> list[Token]:
    """A short bracket belongs to the name only when the name goes on after it."""
    out = list(found)
    for index, token in enumerate(found):
        if token.kind != "bracket":
            continue
        after = found[index + 1] if index + 1 < len(found) else None
        before = found[index - 1] if index else None
        inside = after and before and after.kind in {"noun", "tail", "quote"} and before.kind in {"noun", "tail"}
        if not inside:
            out[index] = token._replace(kind="punctuation")
    return out


def _adverbs_resolved(found: list[Token]) -> list[Token]:
    """An adverb between two nouns belongs to the name (…树标提质有效行动)."""
    out = list(found)
    for index, token in enumerate(found):
        if token.kind == "punctuation" and token.text.isspace():
            sides = (*out[index - 1 : index], *found[index + 1 : index + 2])
            inside = len(sides) == 2 and all(side.kind in _INSIDE for side in sides)
            out[index] = token._replace(kind="noun" if inside else "space")
        if token.kind == "postposed":
            inside = index > 0 and out[index - 1].kind in _INSIDE
            out[index] = token._replace(kind="function" if inside else "noun")
        if token.text in _NAMING and _in_name(found, index):
            out[index] = token._replace(kind="noun")
    for index, token in enumerate(found[:-1]):
        if token.kind in {"adverb", "lead"} and index:
            before, after = out[index - 1], found[index + 1]
            if before.kind in _INSIDE and after.kind in _INSIDE:
                out[index] = token._replace(kind="noun")
    return out


def _in_name(found: list[Token], index: int) -> bool:
    """之 before a noun that makes a name (生活之城); 和 behind 、 and before a lone character begins one."""
    token, after = found[index], found[index + 1] if index + 1 < len(found) else None
    if after is None or after.kind != "noun":
        return False
    if token.text == "之":
        return f"之{after.text}" in heads()
    return token.text == "和" and index > 0 and found[index - 1].text == "、" and len(after.text) == 1


def _verbs_resolved(found: list[Token], places: set[int]) -> list[Token]:
    """Verbs that also stand inside names are nouns wherever a verb cannot stand; after a place one can."""
    out: list[Token] = []
    for index, token in enumerate(found):
        if not token.verb:
            out.append(token)
            continue
        after = found[index + 1] if index + 1 < len(found) else None
        if token.kind == "verb" and token.nominal:
            governs = after is not None and after.kind in _GOVERNED
            chained = token.verb == "develop" and bool(out) and out[-1].verb == "other"  # 延伸|发展X
            if not (governs and (chained or _can_lead(out) or (token.verb == "build" and token.start in places))):
                out.append(token._replace(kind="noun"))
                continue
        closes = token.verb == "attain" and token.text in tails() and out and out[-1].kind in _INSIDE
        idle = after is None or after.kind in {"punctuation", "tail"}
        out.append(token._replace(kind="tail") if closes and idle else token)  # 示范区创建
    return out


def _can_lead(out: list[Token]) -> bool:
    """Can a verb stand after these tokens? Not after a noun or 的; after 和 when a verb stands before it."""
    if not out:
        return True
    if out[-1].kind == "joint":
        return len(out) > 1 and out[-2].kind == "verb"
    if out[-1].text in lines("actors.txt"):  # 鼓励企业开发X
        return len(out) > 1 and out[-2].verb in {"support", "attract"}
    return out[-1].text != "的" and out[-1].kind not in _INSIDE | {"etc"}


def phrases(doc: Doc) -> tuple[Phrase, ...]:
    """The phrases of a unit, made once and kept with the Doc."""
    return kept(doc, _PHRASES, lambda: tuple(_Chunker(tokens(doc)).run()))


class _Chunker:
    """Walks over the tokens once and keeps what governs the next phrase."""

    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.out: list[Phrase] = []
        self.group = 0
        self._reset()

    def _reset(self) -> None:
        self.governor = self.verb = ""
        self.quantity = self.after_etc = self.after_of = False
        self.group += 1

    def run(self) -> list[Phrase]:
        """All phrases in order."""
        index = 0
        while index < len(self.tokens):
            token = self.tokens[index]
            if token.kind in _INSIDE:
                end = index
                while end < len(self.tokens) and self.tokens[end].kind in _INSIDE:
                    end += 1
                    if self.tokens[end - 1].kind == "quote" and self._quote_follows(end):
                        break  # “A”“B”: two names without a mark between them
                self._emit(index, end)
                index = end
            else:
                self._step(index)
                index += 1
        return self.out

    def _quote_follows(self, index: int) -> bool:
        return index < len(self.tokens) and self.tokens[index].kind == "quote"

    def _emit(self, index: int, end: int) -> None:
        inside = tuple(self.tokens[index:end])
        following = self.tokens[end].text if end < len(self.tokens) else ""
        preceding = self.tokens[index - 1].text if index else ""
        self.out.append(
            Phrase(
                inside[0].start,
                inside[-1].end,
                inside,
                self.governor,
                self.verb,
                self.group,
                self.quantity,
                self.after_etc,
                following == "的",
                self.after_of,
                following,
                preceding,
            )
        )
        self.after_of = self.after_etc = False

    def _step(self, index: int) -> None:
        token = self.tokens[index]
        if token.kind == "verb":
            self._reset()
            self.governor, self.verb = token.verb, token.text
        elif token.kind == "joint" and index and self.tokens[index - 1].kind == "verb":
            self.governor = "hold"  # 加强与A合作: the verb governs the joint work, not A
        elif token.kind == "etc":
            self.after_etc = True
        elif token.kind == "quantity":
            self.quantity = True
        elif token.text == "的":
            self.after_of = True
        elif token.kind in {"punctuation", "function"} and token.text not in _ASPECT:
            self._reset()
