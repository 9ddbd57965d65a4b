"""What a document brings to linking: its region and those above it, its government, its plan.

Names are read inside this context: 区委 is the committee of the nearest region whose name ends in 区.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plangraph.lexicon import Lexicon
from plangraph.linking.names import display_form, normal_form
from plangraph.model import DocumentInfo
from plangraph.resources import read_toml, rules_dir
from plangraph.terms import mint, named


@dataclass(frozen=True, slots=True)
class LinkingRules:
    """`rules/linking.toml` as values."""

    industry_suffixes: tuple[str, ...]
    industry_endings_min: int
    level_marks: tuple[str, ...]
    body_endings: Mapping[str, str]
    party_prefix: str
    short_form_types: frozenset[str]
    reasons: Mapping[str, str]


def load_rules() -> LinkingRules:
    """The rules as shipped."""
    data = read_toml(rules_dir() / "linking.toml")
    return LinkingRules(
        industry_suffixes=tuple(data["industry_suffixes"]),
        industry_endings_min=data["industry_endings_min"],
        level_marks=tuple(data["level_marks"]),
        body_endings=data["body_endings"],
        party_prefix=data["party_prefix"],
        short_form_types=frozenset(data["short_forms"]["types"]),
        reasons=data["reasons"],
    )


@dataclass(frozen=True, slots=True)
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

    @property
    def body_kinds(self) -> frozenset[str]:
        """Names of kinds of bodies, as they stand behind a region's name."""
        known = {suffix for kind in self.lexicon.body_kinds for suffix in kind.suffixes}
        return frozenset(known | set(self.rules.body_endings) | set(self.rules.body_endings.values()))

    def reason(self, kind: str, **words: str) -> str:
        """Why a name was linked, in words for people."""
        return self.rules.reasons[kind].format(**words)

    def region_names(self) -> tuple[str, ...]:
        """Every name of the document's region and those above it, longest first."""
        wanted = set(self.chain)
        names = {term.label for term in self.lexicon.terms if term.concept in wanted and term.kind != "negative"}
        return tuple(sorted(names, key=lambda name: (-len(name), name)))


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
