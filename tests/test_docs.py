"""The documentation says what is there: pages up to date, nothing left out, every link and example true."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from plangraph import queries, schema
from plangraph.cli import VERBS
from plangraph.export import FORMATS
from plangraph.folder import STORE_FOLDER
from plangraph.reading.manifest import COLUMNS, OPTIONAL
from plangraph.resources import shapes_dir
from plangraph.store import OxigraphStore, Solutions
from plangraph.terms import PREFIXES
from plangraph.text import squeeze

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
PAGES = [*READMES, *sorted(DOCS.rglob("*.md"))]
REFERENCE = {path.stem: path.read_text(encoding="utf-8") for path in sorted((DOCS / "reference").glob("*.md"))}
SPARQL_PAGE = DOCS / "how-to" / "sparql.md"


def name_of(path: Path) -> str:
    """The page as a test's id."""
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path, *languages: str) -> Iterator[str]:
    """The code blocks of a page in one of these languages."""
    for language, body in re.findall(r"^```(\w+)\n(.*?)^```$", path.read_text(encoding="utf-8"), re.M | re.S):
        if language in languages:
            yield body


# ── reference pages ─────────────────────────────────────────────────────────────────────────────────────


def test_generated_pages_are_up_to_date() -> None:
    command = [sys.executable, str(DOCS / "generate.py"), "--check"]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stderr


def test_every_verb_query_class_property_and_shape_is_described() -> None:
    assert all(f"\n## {verb}\n" in REFERENCE["cli"] for verb in VERBS)
    assert all(f"\n## {name}\n" in REFERENCE["queries"] for name in queries.load())
    terms = schema.load()
    for info in (*terms.classes.values(), *terms.properties.values(), *terms.individuals.values()):
        assert f"| `pg:{info.name}`" in REFERENCE["ontology"], info.name
    for file in sorted(shapes_dir().glob("*.ttl")):
        for shape in re.findall(r"^s:([\w-]+) a sh:", file.read_text(encoding="utf-8"), re.M):
            assert f"`{shape}`" in REFERENCE["shapes"], shape


def test_every_check_and_vocabulary_is_described() -> None:
    for path in sorted((ROOT / "queries" / "checks").glob("*.rq")):
        assert f"`{path.stem}`" in REFERENCE["shapes"]
    for path in sorted((ROOT / "ontology" / "vocab").glob("*.ttl")):
        assert f"`{path.name}`" in REFERENCE["vocabularies"]


def test_the_how_to_pages_are_complete() -> None:
    export = (DOCS / "how-to" / "export.md").read_text(encoding="utf-8")
    assert all(f"| `{form}` |" in export for form in FORMATS)
    add = (DOCS / "how-to" / "add-a-document.md").read_text(encoding="utf-8")
    assert all(f"`{column}`" in add for column in (*COLUMNS, *OPTIONAL))
    assert f"`{' '.join(PREFIXES)}`" in SPARQL_PAGE.read_text(encoding="utf-8")


def test_the_rows_of_modules_are_those_that_are_enforced() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    enforced = [set(re.findall(r"(?<![(\w])\w+", layer)) for layer in layers if layer != "__main__"]
    text = (DOCS / "explanation" / "how-it-works.md").read_text(encoding="utf-8")
    told = [set(re.findall(r"`(\w+)`", row)) for row in re.findall(r"^\| \d+ \| (.+) \|$", text, re.M)]
    assert told == enforced


def test_every_page_can_be_found_from_the_index() -> None:
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} - {"index.md"}
    assert pages == set(re.findall(r"\]\(([^)]+)\)", index))


# ── links, commands, examples ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("http://", "https://")):
            continue
        path, _hash, anchor = target.partition("#")
        linked = (page.parent / path).resolve() if path else page
        assert linked.exists(), target
        assert linked.is_relative_to(ROOT), target
        if anchor:
            assert anchor in _anchors(linked), target


def _anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def test_the_readmes_commands_are_make_targets() -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert set(re.findall(r"^make ([a-z]+)|`make ([a-z]+)`", text, re.M)) <= {
            pair for name in targets for pair in ((name, ""), ("", name))
        }, page.name
    for readme in READMES:
        text = readme.read_text(encoding="utf-8")
        assert "\nmake demo " in text
        assert "\nmake test " in text


def commands(page: Path) -> Iterator[list[str]]:
    """Every `plangraph …` line of a page's shell blocks, as words."""
    for body in blocks(page, "sh", "console"):
        for line in body.splitlines():
            for command in re.findall(r"(?:^|^\$ |\| |^\.venv/bin/)(plangraph .*?)(?:\s+#.*|\s+>.*|)$", line):
                yield command.split()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_are_real(page: Path) -> None:
    known = queries.load()
    inline = re.findall(r"`plangraph ([a-z-]+)", page.read_text(encoding="utf-8"))
    assert set(inline) <= set(VERBS)
    for _plangraph, verb, *rest in commands(page):
        assert verb in VERBS, verb
        options = [word for word in rest if word.startswith("--")]
        assert all(f"{option} " in REFERENCE["cli"] for option in options), options
        if verb == "query" and rest[0] != "projects":  # the example that is to be added
            names = {parameter.name for parameter in known[rest[0]].parameters}
            assert {word.split("=")[0] for word in rest[1:] if "=" in word} <= names, rest


@pytest.fixture(scope="module")
def store(built_graph: Path) -> OxigraphStore:
    """The store of the built corpus."""
    return OxigraphStore.open(built_graph / STORE_FOLDER)


@pytest.mark.parametrize("sparql", list(blocks(SPARQL_PAGE, "sparql")))
def test_sparql_examples_find_something(sparql: str, store: OxigraphStore) -> None:
    found = store.run(sparql)
    assert isinstance(found, Solutions)
    assert found.rows


def test_the_example_of_a_new_query_works(store: OxigraphStore) -> None:
    (text,) = blocks(DOCS / "how-to" / "add-a-term-class-or-query.md", "sparql")
    answer = queries.ask(store, queries.parse("projects", text), {"region": "鹤山市"})
    assert answer.columns == tuple(column.name for column in answer.query.columns)
    assert len(answer.rows) > 10


def test_explained_statements_exist(store: OxigraphStore) -> None:
    pages = [page for page in PAGES if page.parent.name != "reference"]
    named = {name for page in pages for words in commands(page) if words[1] == "explain" for name in words[2:3]}
    assert named
    for name in named:
        assert store.run(f"ASK {{ <https://w3id.org/plangraph/id/statement/{name}> a pg:Statement }}"), name


@pytest.mark.parametrize("readme", READMES, ids=name_of)
def test_the_readmes_answer_is_the_answer(readme: Path, store: OxigraphStore) -> None:
    """Each row of the table: industry, region, rank, and words that stand in the quote of that row."""
    lines = re.findall(r"^\| (.+?) \|$", readme.read_text(encoding="utf-8").split("\n## ")[1], re.M)
    shown = [[cell.strip() for cell in f" {line}".split(" | ")] for line in lines[1:]]
    assert len(shown) >= 6
    answer = queries.ask(store, queries.get("shared-industries"), {"a": "江海区", "b": "鹤山市"})
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    industry = ""
    for name, region, rank, quote in shown:
        industry = name or industry
        found = [row for row in rows if (row["industry"], row["region"]) == (industry, region)]
        assert [row["region_priority"] or "" for row in found] == [rank]
        assert all(squeeze(part) in squeeze(str(found[0]["quote"])) for part in quote.split("…") if part)


def test_readmes_say_the_same() -> None:
    english, chinese = (page.read_text(encoding="utf-8") for page in READMES)
    links = [set(re.findall(r"\]\(((?:docs|corpus|LICENSE)[^)#]*)", text)) for text in (english, chinese)]
    assert links[0] == links[1]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_pages_name_no_place_of_one_machine(page: Path) -> None:
    assert not re.search(r"/(?:work|tmp|root|home|Users)/", page.read_text(encoding="utf-8"))
