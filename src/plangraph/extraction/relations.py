"""The component that says what relations the chosen mentions of a unit have (factory `plangraph_relations`)."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from plangraph.extraction.headings import HeadingReader
from plangraph.extraction.relate.paragraph import Paragraph
from plangraph.extraction.relate.rules import rule_book
from plangraph.extraction.relate.statements import relate
from plangraph.extraction.state import mentions, start
from plangraph.model import Mention, Relation, Unit


class Relations:
    """Fills `doc._.relations`; relations below `least_confidence` are left out."""

    def __init__(self, nlp: Language, name: str, least_confidence: float) -> None:
        self._nlp = nlp
        self._name = name
        self._least = least_confidence
        self._book = rule_book()
        self._reader = HeadingReader(self._recognise)

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its relations."""
        paragraph = Paragraph(doc._.unit, mentions(doc), self._book, self._reader)
        found = [] if paragraph.silent else list(relate(paragraph, self._book))
        names = {mention.key: mention.text for mention in paragraph.mentions}
        doc._.relations = once([one for one in found if one.confidence >= self._least], names)
        return doc

    def _recognise(self, heading: str) -> list[Mention]:
        """The mentions in a heading, by the components that come before this one."""
        doc = start(self._nlp.make_doc(heading), Unit("", "", "", "", (), heading))
        for name, component in self._nlp.pipeline:
            if name == self._name:
                break
            doc = component(doc)
        return mentions(doc)


@Language.factory("plangraph_relations", default_config={"least_confidence": 0.3})
def make_relations(nlp: Language, name: str, least_confidence: float) -> Relations:
    """The component for a pipeline."""
    return Relations(nlp, name, least_confidence)


def once(relations: list[Relation], names: dict[str, str]) -> list[Relation]:
    """Each pair of names once a relation, where its surest rule found it; in order of first appearance."""
    best: dict[tuple[str, ...], Relation] = {}
    for relation in relations:
        pair = (names.get(relation.head, relation.head), names.get(relation.tail, relation.tail))
        if pair[0] == pair[1] and relation.head != "@doc":
            continue
        if relation.type == "cooperates_with":
            pair = (min(pair), max(pair))
        key = (relation.type, *pair)
        if key not in best or relation.confidence > best[key].confidence:
            best[key] = relation
    return list(best.values())
