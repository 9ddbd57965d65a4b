"""What a document brings to linking: its region and those above it, its government, its plan.

Names are read inside this context: 区委 is the committee of the nearest region whose name ends in 区.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from plangraph.lexicon import Lexicon, Term
from plangraph.linking.names import display_form, normal_form
from plangraph.linking.rules import LinkingRules
from plangraph.model import DocumentInfo
from plangraph.terms import mint, named

_LONGEST_REGION = 14
#: 高新区(江海区): an area and the region that has its government.
BRACKETED = re.compile(r"^(?P<outer>[^()《]{2,12})\((?P<inner>[^()]{2,8})\)")


@dataclass(frozen=True)
class Context:
    """One document's side of linking."""

    info: DocumentInfo
    is_plan: bool  # a plan's own text, not a text about one
    lexicon: Lexicon
    rules: LinkingRules
    chain: tuple[str, ...]  # IRIs of the document's region and all above it, nearest first
    plans: Mapping[str, str]  # normal form of each title and alias of the corpus → plan IRI
    titles: Mapping[str, str]  # plan IRI → title

    @property
    def region(self) -> str:
        """IRI of the document's region."""
        return named("region", self.info.region)

    @property
    def plan(self) -> str:
        """IRI of the plan that this text is, or is about."""
        return self.plans[normal_form(self.info.about or self.info.title)]

    def label(self, concept: str) -> str:
        """Official Chinese name of a vocabulary concept."""
        return self.lexicon.pref_label.get(concept, concept.rsplit("/", 1)[-1])

    @cached_property
    def body_kinds(self) -> frozenset[str]:
        """Names of kinds of bodies, as they stand behind a region's name."""
        known = {suffix for kind in self.lexicon.body_kinds for suffix in kind.suffixes}
        return frozenset(known | set(self.rules.body_endings) | set(self.rules.body_endings.values()))

    @cached_property
    def indicator_wordings(self) -> Mapping[str, tuple[Term, ...]]:
        """The terms of indicators by the wording that their variants share."""
        found: dict[str, list[Term]] = defaultdict(list)
        for term in self.lexicon.terms:
            if term.type == "INDICATOR" and term.kind != "negative":
                found[self.rules.rewrite("INDICATOR", normal_form(term.label))].append(term)
        return {wording: tuple(terms) for wording, terms in found.items()}

    def reason(self, kind: str, **words: str) -> str:
        """Why a name was linked, in words for people."""
        return self.rules.reasons[kind].format(**words)

    @cached_property
    def region_names(self) -> tuple[str, ...]:
        """Every name of the document's region and those above it, longest first."""
        wanted = set(self.chain)
        names = {
            term.label
            for term in self.lexicon.terms
            if term.concept in wanted and term.kind in {"preferred", "alternative"}
        }
        return tuple(sorted(names, key=lambda name: (-len(name), name)))

    @cached_property
    def own_names(self) -> tuple[str, ...]:
        """The official and short names of the document's own region."""
        return tuple(
            sorted(
                term.label
                for term in self.lexicon.terms
                if term.concept == self.region and term.kind in {"preferred", "alternative"}
            )
        )

    def short_names(self, region: str) -> frozenset[str]:
        """The names of a region that leave out what kind of division it is (济南)."""
        info = self.lexicon.regions.get(region)
        return frozenset(info.short_names) if info else frozenset()

    def leading_region(self, name: str) -> tuple[str, str]:
        """The region whose name opens a longer name, and the rest: 江门市江海区经济促进局 → 江海区, 经济促进局.

        The IRI is empty when there is none.
        """
        found = self.leading_regions(name)
        return found[-1] if found else ("", name)

    def leading_regions(self, name: str) -> list[tuple[str, str]]:
        """The regions named one inside the other at the beginning of a name, each with what stands behind it."""
        found: list[tuple[str, str]] = []
        region, rest = self._one_region(name, "")
        while region:
            found.append((region, rest))
            region, rest = self._one_region(rest, region)
        return found

    def _one_region(self, name: str, outer: str) -> tuple[str, str]:
        for length in range(min(_LONGEST_REGION, len(name) - 1), 1, -1):
            terms = [
                term
                for term in self.lexicon.lookup(name[:length], "REGION")
                if (not outer or self.lies_in(term.concept, outer)) and not self._only_looks_like(term, name)
            ]
            nearest = self.nearest(terms)
            if nearest:
                return nearest, name[length:]
        return "", name

    def _only_looks_like(self, term: Term, name: str) -> bool:
        """Whether a name opens with a label but names something else (五邑路 is no part of 五邑)."""
        return any(name.startswith(other) for other in self._looks.get(term.concept, ()))

    @cached_property
    def _looks(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for term in self.lexicon.terms:
            if term.type == "REGION" and term.kind == "negative":
                found[term.concept].append(term.label)
        return {concept: tuple(labels) for concept, labels in found.items()}

    def nearest(self, terms: Iterable[Term]) -> str:
        """The region that a name means here: the nearest to the document's own; empty when two are as near."""
        ranked = sorted((self._distance(term.concept), term.concept) for term in terms)
        if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0] and ranked[0][1] != ranked[1][1]):
            return ""
        return ranked[0][1]

    def _distance(self, region: str) -> tuple[int, int]:
        """How far a region lies from the document's: itself, above it, inside one of those, elsewhere."""
        if region in self.chain:
            return (0, self.chain.index(region))
        above = self.lexicon.above(region)
        near = [self.chain.index(parent) for parent in above if parent in self.chain]
        if near:
            return (1, min(near))
        info = self.lexicon.regions.get(region)
        return (_ELSEWHERE, _LEVELS.index(info.level) if info and info.level in _LEVELS else len(_LEVELS))

    def is_near(self, region: str) -> bool:
        """Whether a region is the document's own, above it, or inside one of those."""
        return self._distance(region)[0] < _ELSEWHERE

    def meant(self, name: str) -> set[str]:
        """The regions that a name may mean."""
        return {term.concept for term in self.lexicon.lookup(name, "REGION")}

    def lies_in(self, region: str, outer: str) -> bool:
        """Whether a region is part of another one (not that one itself)."""
        return outer in self.lexicon.above(region)


#: Of regions elsewhere that share a name, the higher one is meant (吉林 the province, not the city).
_ELSEWHERE = 2
_LEVELS = ("area", "province", "prefecture", "county")


def region_chain(code: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The region with this code and all that it is part of, nearest first."""
    chain = [named("region", code)]
    while parents := [iri for iri in lexicon.part_of.get(chain[-1], ()) if iri not in chain]:
        chain.append(parents[0])
    return tuple(chain)


def plan_register(infos: Iterable[DocumentInfo]) -> tuple[dict[str, str], dict[str, str]]:
    """Names of the corpus's plans → IRI, by normal form; and IRI → title.

    A text about a plan registers the plan's title too, whether or not the plan itself is in the corpus.
    """
    documents = list(infos)
    by_id = {info.id: info for info in documents}
    register: dict[str, str] = {}
    titles: dict[str, str] = {}
    for info in documents:
        plan = by_id.get(info.about, info)
        title = info.about if info.about and info.about not in by_id else plan.title
        iri = mint("plan", info.region, normal_form(title))
        titles[iri] = display_form(title)
        aliases = () if info.about else info.aliases
        for name in (title, info.about, *aliases):
            if name:
                register.setdefault(normal_form(name), iri)
    return register, titles
