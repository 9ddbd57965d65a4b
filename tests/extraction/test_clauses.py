"""Cuts and lists."""

from __future__ import annotations

from plangraph.extraction.clauses import clauses, groups, sentences, triggers
from plangraph.extraction.relate.rules import rule_book
from plangraph.extraction.relate.templates import templates
from plangraph.model import EntityType, Mention


def mention(text: str, name: str, kind: EntityType) -> Mention:
    begin = text.index(name)
    return Mention(begin, begin + len(name), kind, name)


def test_cuts_never_fall_in_a_mention() -> None:
    text = "打造产业高度聚集,城市功能完善的新城;建设公园。"
    goal = mention(text, "产业高度聚集,城市功能完善的新城", "GOAL")
    first, second = sentences(text, [goal])
    assert text[slice(*first)] == "打造产业高度聚集,城市功能完善的新城;"
    assert clauses(text, *first, [goal]) == [first]
    assert text[slice(*second)] == "建设公园。"


def test_numbers_are_not_cut() -> None:
    text = "产值达1,200亿元,增长3.5%。"
    assert [text[a:b] for a, b in clauses(text, 0, len(text))] == ["产值达1,200亿元,", "增长3.5%。"]


def test_lists_are_one_group_and_partners_are_two() -> None:
    text = "推动“甲”、“乙”和丙与丁共建"
    spans = [mention(text, name, "ORG") for name in "甲乙丙丁"]
    assert [[m.text for m in group.members] for group in groups(text, spans)] == [["甲", "乙", "丙"], ["丁"]]


def test_a_template_shows_types_and_drops_marks() -> None:
    text = "贯彻《甲规划》[3],建设“乙”工程(一期)。"
    spans = [mention(text, "甲规划", "PLAN"), mention(text, "乙", "PROJECT")]
    (template,) = templates(text, spans)
    assert template.text == "贯彻<PLAN>，建设<PROJECT>工程（一期）。"
    assert [template.text[s.start : s.end] for s in template.slots] == ["<PLAN>", "<PROJECT>"]


def test_the_longest_trigger_comes_first() -> None:
    words = [trigger.word for trigger in triggers()]
    assert words.index("做大做强") < words.index("做强")


def test_rule_ids_are_unique() -> None:
    book = rule_book()
    seen: dict[str, int] = {}
    for rules in book.rules.values():
        for rule in rules:
            assert seen.setdefault(rule.id, id(rule)) == id(rule), rule.id
