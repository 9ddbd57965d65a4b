"""Writes the reference pages from what they describe.

python docs/generate.py            write them
python docs/generate.py --check    write nothing; end with 1 and name the pages that are out of date

The same sources give the same pages: nothing here asks for the time, and everything is in file order.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import click
from click.testing import CliRunner

from plangraph import queries, schema
from plangraph.cli import VERBS, cli
from plangraph.queries import NamedQuery
from plangraph.resources import ontology_dir, shapes_dir, vocabulary_dir
from plangraph.schema import ClassInfo, Description, PropertyInfo, local_name, read_turtle
from plangraph.terms import PG, RDF, RDFS, SKOS, shorten
from plangraph.validation.checks import load_checks

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
EXAMPLES = ROOT / "tests" / "shapes"
SH = "http://www.w3.org/ns/shacl#"
_NOTE = "<!-- Written by docs/generate.py from {sources}. Change those, then run `make docs`. -->"
_EXAMPLES_SHOWN = 5
_HELP_WIDTH = 96


# ── Markdown ────────────────────────────────────────────────────────────────────────────────────────────


def page(title: str, sources: str, introduction: str, parts: Iterable[str]) -> str:
    """A whole page; its parts are set apart by blank lines."""
    head = (_NOTE.format(sources=sources), f"# {title}", introduction)
    return "\n\n".join((*head, *(part for part in parts if part))) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table, or nothing when it has no rows."""
    body = [f"| {' | '.join(map(_cell, row))} |" for row in rows]
    if not body:
        return ""
    return "\n".join((f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *body))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def code(name: str) -> str:
    """A name in code font; nothing for an empty one."""
    return f"`{name}`" if name else ""


def codes(names: Iterable[str]) -> str:
    """Several names in code font."""
    return ", ".join(code(name) for name in names)


def link(path: Path) -> str:
    """A link from a reference page to a file of the project."""
    return f"[`{path.name}`](../../{path.relative_to(ROOT).as_posix()})"


def two(chinese: str, english: str) -> str:
    """Chinese, and English under it."""
    return f"{chinese}<br>{english}"


# ── ontology ────────────────────────────────────────────────────────────────────────────────────────────


def ontology() -> str:
    """Classes, properties and individuals."""
    tables = schema.load()
    source = read_turtle(ontology_dir() / schema.ONTOLOGY_FILE)
    relations = [info for info in tables.properties.values() if info.relation]
    kinds = ("object", "datatype", "annotation")
    others = {kind: [i for i in tables.properties.values() if i.kind == kind and not i.relation] for kind in kinds}
    heads = ("Property", "Labels", "From", "To", "Meaning")
    return page(
        "Ontology",
        "ontology/plangraph.ttl",
        f"Version {tables.version}. `pg:` is `{PG}`. How the terms work together is told in "
        "[The graph, term by term](../explanation/graph-model.md).",
        (
            "## Classes",
            table(
                ("Class", "Labels", "Under", "Guidelines", "Meaning"),
                (_class_row(source, info) for info in tables.classes.values()),
            ),
            "## Relations of the guidelines",
            "Subjects and objects of other classes are refused when the graph is written.",
            table(("Relation", *heads), ((code(i.relation), *_property_row(i)) for i in relations)),
            "## Other properties between things",
            table(heads, map(_property_row, others["object"])),
            "## Properties with values",
            table(heads, map(_property_row, others["datatype"])),
            "## Annotations",
            table(heads, map(_property_row, others["annotation"])),
            "## Individuals",
            table(
                ("Individual", "Class", "Labels", "Meaning"),
                (
                    (
                        code(f"pg:{info.name}"),
                        codes(shorten(cls) for cls in source.iris(iri, RDF + "type") if cls.startswith(PG)),
                        two(info.label_zh, info.label_en),
                        two(info.comment_zh, info.comment_en),
                    )
                    for iri, info in tables.individuals.items()
                ),
            ),
        ),
    )


def _class_row(source: Description, info: ClassInfo) -> tuple[str, ...]:
    above = (shorten(cls) for cls in source.iris(info.iri, RDFS + "subClassOf") if not cls.startswith("_:"))
    return (
        code(f"pg:{info.name}"),
        two(info.label_zh, info.label_en),
        codes(above),
        code(info.entity_type or info.mark),
        two(info.comment_zh, info.comment_en),
    )


def _property_row(info: PropertyInfo) -> tuple[str, ...]:
    marks = "".join(f" ({word})" for word, on in (("one", info.functional), ("symmetric", info.symmetric)) if on)
    return (
        code(f"pg:{info.name}") + marks,
        two(info.label_zh, info.label_en),
        codes(sorted(map(shorten, info.domain))),
        codes(sorted(map(shorten, info.range))),
        two(info.comment_zh, info.comment_en),
    )


# ── vocabularies ────────────────────────────────────────────────────────────────────────────────────────


def vocabularies() -> str:
    """Each scheme with its edition, its size and a few examples."""
    files = sorted(vocabulary_dir().glob("*.ttl"))
    return page(
        "Vocabularies",
        "ontology/vocab/",
        "Names live here once, and nowhere in the code. `skos:prefLabel` and `skos:altLabel` are looked for in "
        "texts, `skos:hiddenLabel` only links a name that was found in another way, and `pg:negativeLabel` is a "
        "string that contains a label and means something else. To add a name, see "
        "[Add a term, a class or a question](../how-to/add-a-term-class-or-query.md).",
        (part for file in files for part in _schemes(file)),
    )


def _schemes(file: Path) -> Iterable[str]:
    source = read_turtle(file)
    for scheme in source.typed(SKOS + "ConceptScheme"):
        members = [one for one in source.typed(SKOS + "Concept") if scheme in source.iris(one, SKOS + "inScheme")]
        yield f"## {source.text(scheme, RDFS + 'label', 'en')} · {source.text(scheme, RDFS + 'label', 'zh')}"
        yield "\n".join(
            (
                f"- {source.text(scheme, RDFS + 'comment', 'en')}",
                f"- {source.text(scheme, RDFS + 'comment', 'zh')}",
                f"- {len(members):,} concepts in {link(file)}",
            )
        )
        step = max(1, len(members) // _EXAMPLES_SHOWN)
        chosen = members[::step][:_EXAMPLES_SHOWN]
        yield table(("Concept", "Chinese", "English", "Also"), (_concept_row(source, one) for one in chosen))


def _concept_row(source: Description, concept: str) -> tuple[str, ...]:
    also = source.texts(concept, SKOS + "altLabel", "zh")
    return (
        code(shorten(concept)),
        source.text(concept, SKOS + "prefLabel", "zh"),
        source.text(concept, SKOS + "prefLabel", "en"),
        "、".join(also[:4]) + (" …" if len(also) > 4 else ""),
    )


# ── named queries ───────────────────────────────────────────────────────────────────────────────────────


def named_queries() -> str:
    """Each question with parameters, columns, example and SPARQL."""
    known = queries.load()
    index = table(
        ("Name", "问题", "Question"),
        ((f"[`{name}`](#{name})", item.title_zh, item.title_en) for name, item in known.items()),
    )
    return page(
        "Named queries",
        "queries/*.rq",
        "Ask one with `plangraph query NAME [PARAMETER=VALUE]…`. A parameter of a type such as region takes a "
        "label (`江海区`, `江海`) or an IRI, one with a list of values takes one of them; one that is left out "
        "has the value in the column *when left out*. "
        "The answers that each must give are in [`tests/queries/`](../../tests/queries).",
        (index, *(part for item in known.values() for part in _query(item))),
    )


def _query(item: NamedQuery) -> Iterable[str]:
    yield f"## {item.name}"
    yield f"**{item.title_zh}** {item.description_zh}"
    yield f"**{item.title_en}.** {item.description_en}"
    yield table(
        ("Parameter", "Type", "中文", "English", "When left out"),
        (
            (code(one.name), codes(one.choices) or one.type, one.label_zh, one.label_en, _default(one.default))
            for one in item.parameters
        ),
    )
    yield table(
        ("Column", "中文", "English"),
        ((code(one.name), one.label_zh, one.label_en) for one in item.columns),
    )
    if item.nest:
        yield f"As JSON, each row holds a list `{item.nest}` of {codes(item.nested)}."
    yield f"```sh\n{item.example}\n```"
    body = "\n".join(line for line in item.sparql.splitlines() if not re.match(r"#\s*[a-z-]+:", line))
    yield f"<details><summary>SPARQL</summary>\n\n```sparql\n{body.strip()}\n```\n\n</details>"


def _default(default: str) -> str:
    return "any" if default == "UNDEF" else code(shorten(default.strip('<>"')))


# ── shapes ──────────────────────────────────────────────────────────────────────────────────────────────


def shapes() -> str:
    """Each shape with what it requires, its messages and its examples; then the graph-wide rules."""
    files = sorted(shapes_dir().glob("*.ttl"))
    checks = (
        (
            code(one.name),
            one.severity,
            two(one.message_zh, one.message_en),
            f"[query](../../queries/checks/{one.name}.rq)",
        )
        for one in load_checks()
    )
    return page(
        "Shapes",
        "shapes/ and queries/checks/",
        "`plangraph validate` reports what these find. A violation means that our data are wrong; a warning or a "
        "note is about the plans themselves, or asks for a second look. Each shape has a graph that passes and "
        "one that must fail it, in [`tests/shapes/`](../../tests/shapes).",
        (
            *(part for file in files for part in _shape_file(file)),
            "## Rules over the whole graph",
            "SPARQL over all documents; each row is a finding.",
            table(("Rule", "Severity", "Message", "File"), checks),
        ),
    )


def _shape_file(file: Path) -> Iterable[str]:
    source = read_turtle(file)
    failing = _failing(file)
    for shape in source.typed(SH + "NodeShape"):
        yield f"## {source.text(shape, RDFS + 'label', 'en')} · {source.text(shape, RDFS + 'label', 'zh')}"
        targets = codes(map(shorten, source.iris(shape, SH + "targetClass")))
        paths = codes(map(shorten, source.iris(shape, SH + "targetSubjectsOf")))
        yield "\n".join(
            (
                f"- `{local_name(shape)}` in {link(file)}",
                f"- looks at: {targets}{f'subjects of {paths}' if paths else ''}",
                f"- {source.text(shape, RDFS + 'comment', 'en')}",
                f"- {source.text(shape, RDFS + 'comment', 'zh')}",
                f"- passes: {link(EXAMPLES / 'ok' / file.name)}",
            )
        )
        parts = (shape, *source.iris(shape, SH + "property"))
        rows = (_shape_row(source, part, failing.get(local_name(part), [])) for part in parts)
        yield table(("Shape", "Requires", "Severity", "Message", "Fails"), (row for row in rows if row[1]))


def _failing(file: Path) -> dict[str, list[Path]]:
    """The failing examples of a shape file by the shape that each must trip."""
    found: dict[str, list[Path]] = {}
    for path in sorted((EXAMPLES / "bad").glob(f"{file.stem}--*.ttl")):
        shape = path.read_text(encoding="utf-8").splitlines()[0].rsplit("#", 1)[-1].split(" ")[0]
        found.setdefault(shape, []).append(path)
    return found


def _shape_row(source: Description, shape: str, failing: Iterable[Path]) -> tuple[str, ...]:
    rules = list(_rules(source, shape))
    path = "".join(_path(source, one) for one in source.iris(shape, SH + "path"))
    severity = source.iris(shape, SH + "severity") or (SH + "Violation",)
    message = shape
    for nested in source.iris(shape, SH + "sparql"):
        message = nested
    return (
        code(local_name(shape)),
        "; ".join([code(path), *rules] if path else rules),
        local_name(severity[0]).lower(),
        two(source.text(message, SH + "message", "zh"), source.text(message, SH + "message", "en")),
        ", ".join(map(link, failing)),
    )


def _path(source: Description, node: str) -> str:
    inverse = source.iris(node, SH + "inversePath")
    if inverse:
        return "^" + _path(source, inverse[0])
    members = _members(source, node)
    return " / ".join(_path(source, one) for one in members) if members else shorten(node)


def _members(source: Description, node: str) -> list[str]:
    """The members of an RDF list, IRIs and literals."""
    found: list[str] = []
    while source.subjects.get(node, {}).get(RDF + "first"):
        found += [*source.iris(node, RDF + "first"), *source.texts(node, RDF + "first")]
        node = source.iris(node, RDF + "rest")[0]
    return found


#: Constraints whose value is a number, a text or a name, in plain words.
_WORDS = {
    "minCount": "at least {}",
    "maxCount": "at most {}",
    "datatype": "{}",
    "class": "a {}",
    "nodeKind": "{}",
    "hasValue": "{}",
    "minLength": "length from {}",
    "maxLength": "length to {}",
    "minInclusive": "from {}",
    "maxInclusive": "to {}",
    "minExclusive": "above {}",
    "maxExclusive": "below {}",
    "lessThan": "below {}",
    "lessThanOrEquals": "not above {}",
    "disjoint": "not the same as {}",
    "equals": "the same as {}",
    "pattern": "of the form {}",
    "uniqueLang": "one a language",
}
_LISTS = {"in": "one of {}", "languageIn": "in {}"}
_LOGIC = {
    "or": "one of several forms",
    "not": "not of a form",
    "and": "all of several forms",
    "xone": "exactly one form",
}


def _rules(source: Description, shape: str) -> Iterable[str]:
    for name, words in _WORDS.items():
        for value in source.subjects.get(shape, {}).get(SH + name, ()):
            yield words.format(code(shorten(value)) if isinstance(value, str) else code(value.value))
    for name, words in _LISTS.items():
        for node in source.iris(shape, SH + name):
            yield words.format(codes(map(shorten, _members(source, node))))
    for name, words in _LOGIC.items():
        if source.iris(shape, SH + name):
            yield words
    for node in source.iris(shape, SH + "qualifiedValueShape"):
        for name, words in (
            ("qualifiedMinCount", "at least {} that is {}"),
            ("qualifiedMaxCount", "at most {} that is {}"),
        ):
            for count in source.texts(shape, SH + name):
                yield words.format(code(count), ", ".join(_rules(source, node)))
    if source.iris(shape, SH + "sparql"):
        yield "a rule in SPARQL"


# ── command line ────────────────────────────────────────────────────────────────────────────────────────


def command_line() -> str:
    """The help of the command and of every verb, as they print it."""
    parts = [f"```text\n{_help()}\n```"]
    for verb, (_module, summary) in VERBS.items():
        parts += [f"## {verb}", summary, f"```text\n{_help(verb)}\n```"]
        for name in _below(verb):
            parts += [f"### {verb} {name}", f"```text\n{_help(verb, name)}\n```"]
    return page(
        "Command line",
        "src/plangraph/cli/",
        "Ends with 0 when all is well, with 1 when data do not conform (`validate`, `verify`, `vocabulary check`) "
        "or some of several documents could not be read or added (`build`, `add`), and with 2 when a command "
        "could not run; the message says what is wrong, where, and what to do next. Each verb is a function of "
        "the same name in `plangraph.api`; `vocabulary check` is `check_vocabulary`.",
        parts,
    )


def _below(verb: str) -> Iterable[str]:
    """The commands of a verb that has some."""
    command = cli.get_command(click.Context(cli), verb)
    return command.commands if isinstance(command, click.Group) else ()


def _help(*verb: str) -> str:
    result = CliRunner().invoke(cli, [*verb, "--help"], prog_name="plangraph", terminal_width=_HELP_WIDTH)
    if result.exception:
        raise result.exception
    return "\n".join(line.rstrip() for line in result.output.strip().splitlines())


# ── the pages ───────────────────────────────────────────────────────────────────────────────────────────

PAGES: dict[str, Callable[[], str]] = {
    "ontology.md": ontology,
    "vocabularies.md": vocabularies,
    "queries.md": named_queries,
    "shapes.md": shapes,
    "cli.md": command_line,
}


def stale() -> list[Path]:
    """The pages whose file differs from what their sources give."""
    return [
        REFERENCE / name
        for name, make in PAGES.items()
        if not (REFERENCE / name).is_file() or (REFERENCE / name).read_text(encoding="utf-8") != make()
    ]


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or with `--check` name those that are out of date."""
    if list(arguments) == ["--check"]:
        found = stale()
        for path in found:
            sys.stderr.write(f"{path.relative_to(ROOT)} is out of date: run `make docs`\n")
        return 1 if found else 0
    if arguments:
        sys.stderr.write("usage: python docs/generate.py [--check]\n")
        return 2
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        (REFERENCE / name).write_text(make(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
