"""Kinds of findings and how they are told: `rules/comparison.toml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from plangraph.comparison.figures import Figure
from plangraph.model import Finding, FindingValue
from plangraph.resources import read_toml, rules_dir

Severity = Literal["violation", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding."""

    name: str
    severity: Severity
    title_zh: str
    title_en: str
    message_zh: str
    message_en: str


@dataclass(frozen=True, slots=True)
class Wordings:
    """The kinds in the order in which they are shown, and words for measures."""

    kinds: Mapping[str, Kind]
    measures: Mapping[str, Mapping[str, str]]

    def order(self, kind: str) -> int:
        """The place of a kind among the others."""
        return list(self.kinds).index(kind)

    def measure(self, name: str, *, average: bool) -> str:
        """What is measured, as a word behind the indicator's name."""
        return self.measures["zh"]["average" if average else name]

    def finding(
        self,
        kind: str,
        *,
        subject: str,
        region: str,
        year: int | None,
        values: Sequence[FindingValue],
        words: Mapping[str, str],
    ) -> Finding:
        """A finding of this kind with its values; `words` fill the slots of its messages."""
        known = self.kinds[kind]
        told = {
            **words,
            "values_zh": "；".join(f"{value.value}（{value.title}）" for value in values),
            "values_en": "; ".join(f"{value.value} ({value.title})" for value in values),
        }
        return Finding(
            kind=kind,
            severity=known.severity,
            subject=subject,
            message_zh=known.message_zh.format(**told),
            message_en=known.message_en.format(**told),
            document=values[0].document if values else "",
            place=values[0].section if values else "",
            quotes=tuple(dict.fromkeys(value.quote for value in values)),
            region=region,
            year=year,
            values=tuple(values),
        )


def value_of(figure: Figure) -> FindingValue:
    """A figure as one of the values of a finding."""
    return FindingValue(
        sources=(figure.iri,),
        value=figure.shown,
        unit=figure.unit_text,
        document=figure.text.id,
        title=figure.text.title,
        section=figure.section,
        quote=figure.quote,
    )


def load_wordings() -> Wordings:
    """The kinds as shipped."""
    data: dict[str, Any] = read_toml(rules_dir() / "comparison.toml")
    kinds = {
        name: Kind(
            name,
            cast(Severity, kind["severity"]),
            kind["title_zh"],
            kind["title_en"],
            kind["zh"],
            kind["en"],
        )
        for name, kind in data["kinds"].items()
    }
    return Wordings(kinds, data["measures"])
