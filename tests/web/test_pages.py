"""The real pages over a real store."""

from __future__ import annotations

import csv
import io
import re
import socket
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from plangraph.errors import GraphError, PlangraphError
from plangraph.model import parse_spans, quote
from plangraph.store import OxigraphStore, create, to_nquads
from plangraph.terms import PG, RDF, Literal, Quad, document_graph, integer, mint, named, zh
from plangraph.web import downloads, messages
from plangraph.web.pages import TEMPLATES
from plangraph.web.server import app, application, run

PAGE = "/documents/qingxi-outline"
HERE = Path(__file__).resolve().parent
HIDDEN = {"style", "script", "title"}


class Page(HTMLParser):
    """What a test asks of a page: its words, links, anchors and words by anchor."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.anchors: list[str] = []
        self.inside: dict[str, str] = {}
        self._open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert not self._open, f"not closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if "href" in found:
            self.links.append(found["href"])
        if "id" in found:
            self.anchors.append(found["id"])
        if tag not in {"meta", "link", "input", "br", "hr"}:
            self._open.append((tag, found.get("id", "")))

    def handle_endtag(self, tag: str) -> None:
        opened, _anchor = self._open.pop()
        assert opened == tag, f"</{tag}> closes <{opened}>"

    def handle_data(self, data: str) -> None:
        if any(tag in HIDDEN for tag, _anchor in self._open):
            return
        self.words.append(data)
        for _tag, anchor in self._open:
            if anchor:
                self.inside[anchor] = self.inside.get(anchor, "") + data

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def get(client: TestClient, address: str, status: int = 200) -> Page:
    answer = client.get(address)
    assert answer.status_code == status, f"{address}: {answer.status_code}"
    assert 'lang="zh-CN"' in answer.text
    return Page(answer.text)


def test_the_fixture_proves_its_quotes(store: OxigraphStore, archived: str) -> None:
    rows = store.select("SELECT ?q ?s { ?e a pg:Evidence ; oa:exact ?q ; pg:spans ?s }")
    assert len(rows) == 7
    assert all(quote(archived, parse_spans(row["s"])) == row["q"] for row in rows)


def test_documents_are_listed_with_counts(client: TestClient) -> None:
    page = get(client, "/")
    assert "清溪县国民经济和社会发展第十四个五年规划纲要 规划纲要 outline 清溪县 2021-03 4 4 3" in page.text


def test_a_document_shows_its_whole_text(client: TestClient, store: OxigraphStore) -> None:
    page = get(client, PAGE)
    passages = store.select("SELECT ?p ?text { ?p a pg:Passage ; pg:text ?text }")
    for row in passages:
        anchor = row["p"].rsplit("/", 1)[1]
        plain = "".join(page.inside[anchor].split())
        without_markers = re.sub(r"(?<=。)\d", "", plain)
        assert "".join(row["text"].split()) in without_markers
    for heading in ("s001", "s002", "s003"):
        assert heading in page.anchors
        assert f"#{heading}" in page.links


def test_every_evidence_is_marked_with_exactly_its_words(client: TestClient, store: OxigraphStore) -> None:
    page = get(client, PAGE)
    assert len(page.anchors) == len(set(page.anchors))
    for row in store.select("SELECT ?e ?quote { ?e a pg:Evidence ; oa:exact ?quote }"):
        assert page.inside["e-" + row["e"].rsplit("/", 1)[1]] == row["quote"]


def test_statements_stand_under_their_paragraph(client: TestClient) -> None:
    page = get(client, PAGE)
    words = " ".join(page.inside["p0002"].split())
    assert "清溪县 发展 develops 新材料产业 计划 planned 重点 key" in words
    assert "规则 develops/verb · 置信度 0.9" in words
    assert "地区生产总值（清溪县） 2025 不低于 100亿元以上" in words


def test_table_rows_are_quotes_with_what_was_read(client: TestClient) -> None:
    words = " ".join(get(client, PAGE).inside["t01"].split())
    assert "常住人口 万人 完成市下达任务 约束性" in words
    assert "常住人口（清溪县） 2025 " in words


def test_every_link_of_the_site_resolves(client: TestClient) -> None:
    todo, seen = ["/", "/queries", "/search?q=清溪", "/static/style.css"], dict[str, Page]()
    while todo:
        address, _hash, anchor = todo.pop().partition("#")
        if address not in seen:
            answer = client.get(address)
            if answer.status_code == 303:
                todo.append(answer.headers["location"])
                continue
            assert answer.status_code == 200, address
            seen[address] = Page(answer.text if answer.headers["content-type"].startswith("text/html") else "")
            links = (link for link in seen[address].links if not link.startswith("data:"))
            todo += [link if not link.startswith("#") else address + link for link in links]
        assert not anchor or anchor in seen[address].anchors, f"{address}#{anchor}"
    assert len(seen) > 15


def test_an_entity_says_what_it_denotes_and_why(client: TestClient) -> None:
    page = get(client, f"/id/industry/{mint('industry', '', '新材料产业').rsplit('/', 1)[1]}")
    assert "新材料 相同 exact 理由 Reason ：去掉“产业”后与词表名称相同" in page.text
    assert "发展 develops 作为客体 as object （1） 下载 Download CSV 清溪县 发展" in page.text
    assert "/id/industry/made-up-materials" in page.links


def test_a_concept_gathers_what_is_said_under_its_names(client: TestClient, store: OxigraphStore) -> None:
    page = get(client, "/id/industry/made-up-materials")
    (row,) = store.select("SELECT ?e { ?s pg:objectSurface '新材料产业'@zh ; pg:evidence ?e }")
    assert f"{PAGE}#e-{row['e'].rsplit('/', 1)[1]}" in page.links
    assert "同指的其他名称" in page.text
    assert "先进材料" in page.text
    assert "上位 Broader 战略性产业" in page.text


def test_targets_of_an_indicator_are_a_table(client: TestClient) -> None:
    page = get(client, mint("indicator", "", "地区生产总值").removeprefix("https://w3id.org/plangraph"))
    assert "规划目标值 Targets （2）" in page.text
    assert "地区生产总值 清溪县 不低于 100亿元以上 2025 目标值" in page.text


def test_one_group_is_shown_alone(client: TestClient) -> None:
    page = get(client, "/id/region/990101?only=subject-develops")
    assert "新材料产业" in page.text
    assert "陶瓷产业" not in page.text
    assert "承担" not in page.text
    assert "目标值 Targets" not in page.text
    assert "陶瓷产业" in get(client, "/id/region/990101?only=past-subject-develops").text


def test_what_is_planned_stands_before_what_is_past(client: TestClient) -> None:
    anchors = get(client, "/id/region/990101").anchors
    places = [anchors.index(key) for key in ("targets", "subject-develops", "past-subject-develops")]
    assert places == sorted(places)


def test_long_groups_are_folded(nquads: bytes, client: TestClient) -> None:
    region, graph = named("region", "990101"), document_graph("many")
    quads = [
        Quad(mint("statement", "many", str(number)), PG + name, value, graph)
        for number in range(9)
        for name, value in (
            ("subject", region),
            ("predicate", PG + "develops"),
            ("object", named("industry", "made-up-materials")),
            ("foundIn", named("document", "qingxi-outline")),
            ("evidence", mint("evidence", "many", str(number))),
        )
    ]
    store = OxigraphStore.in_memory(nquads + b"\n" + "\n".join(to_nquads(quads)).encode())
    answer = TestClient(application(store)).get("/id/region/990101")
    assert "其余 5 条" in answer.text
    assert '<details class="rest">' in answer.text
    assert '<details class="rest">' not in client.get("/id/region/990101").text


@pytest.mark.parametrize("kind", ["Statement", "QuantitativeTarget", "Evidence", "Passage", "Section", "Table"])
def test_parts_of_a_text_lead_to_their_place(client: TestClient, store: OxigraphStore, kind: str) -> None:
    for row in store.select(f"SELECT ?x {{ ?x a pg:{kind} }}"):
        answer = client.get(row["x"].removeprefix("https://w3id.org/plangraph"))
        assert answer.status_code == 303
        address, _hash, anchor = answer.headers["location"].partition("#")
        assert address == PAGE
        assert anchor in get(client, address).anchors


def test_a_statement_leads_to_its_row_below_the_paragraph(client: TestClient, store: OxigraphStore) -> None:
    (row,) = store.select("SELECT ?s { ?s pg:objectSurface '新材料产业'@zh }")
    hash_ = row["s"].rsplit("/", 1)[1]
    answer = client.get(f"/id/statement/{hash_}")
    assert answer.headers["location"] == f"{PAGE}#s-{hash_}"
    page = get(client, PAGE)
    words = " ".join(page.inside[f"s-{hash_}"].split())
    assert words.startswith("清溪县 发展 develops 新材料产业 计划 planned 重点 key")
    assert "规则 develops/verb · 置信度 0.9" in words
    assert 'data-what="陈述方式"' in client.get(PAGE).text


def test_an_answer_links_its_quotes(client: TestClient, store: OxigraphStore) -> None:
    assert "一地承诺发展的产业" in get(client, "/queries").text
    quote_ = "清溪县重点发展新材料产业，建设清溪高新区（东园）。"
    source = "规划纲要 › 第一章 产业发展 › 第一节 主导产业 · 查看陈述 see the statement"
    for address in ("/queries/commitments", "/queries/commitments?place=清溪县", "/queries/commitments?place="):
        page = get(client, address)
        assert (
            f"清溪县 新材料产业 0.9 {quote_} 清溪县国民经济和社会发展第十四个五年{source} 陶瓷产业 0.9"
            in page.text
        )
        (row,) = store.select("SELECT ?s ?e { ?s pg:objectSurface '陶瓷产业'@zh ; pg:evidence ?e }")
        assert row["s"].removeprefix("https://w3id.org/plangraph") in page.links
        assert f"{PAGE}#e-{row['e'].rsplit('/', 1)[1]}" in page.links


def test_only_the_columns_that_the_query_shows(client: TestClient, store: OxigraphStore, tmp_path: Path) -> None:
    text = (HERE / "queries" / "commitments.rq").read_text(encoding="utf-8")
    text = text.replace("# example:", "# table: industry quote\n# example:")
    (tmp_path / "commitments.rq").write_text(text, encoding="utf-8")
    narrow = TestClient(application(store, tmp_path))
    assert '<th scope="col">产业' in narrow.get("/queries/commitments").text
    assert "置信度" not in narrow.get("/queries/commitments").text
    assert "置信度" in narrow.get("/queries/commitments?format=csv").text
    assert "置信度" in client.get("/queries/commitments").text


def test_answers_are_files(client: TestClient) -> None:
    answer = client.get("/queries/commitments?place=清溪县&format=csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "commitments.csv" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["产业"] for row in rows] == ["新材料产业", "陶瓷产业"]
    (record,) = client.get("/queries/commitments?format=json").json()
    assert [item["industry"] for item in record["industries"]] == ["新材料产业", "陶瓷产业"]
    assert "csv 或 json" in get(client, "/queries/commitments?format=xls", 400).text


def test_tables_of_an_entity_are_files(client: TestClient) -> None:
    def rows(only: str) -> list[dict[str, str]]:
        answer = client.get(f"/id/region/990101?only={only}&format=csv")
        assert answer.content.startswith(b"\xef\xbb\xbf")
        return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    (said,) = rows("subject-develops")
    assert (said["关系"], said["客体"], said["时态"], said["优先级"]) == ("发展", "新材料产业", "计划", "重点")
    assert said["原文"] == "清溪县重点发展新材料产业，建设清溪高新区（东园）。"
    assert {row["数值"] for row in rows("targets")} == {"100亿元以上", "100亿元", "完成市下达任务"}
    assert {row["陈述方式"] for row in rows("targets")} == {"自身提出"}
    assert len(rows("")) == 3
    assert client.get("/id/region/990101?format=json").status_code == 400
    assert client.get("/id/region/nosuch?format=csv").status_code == 404


def test_spreadsheets_take_no_cell_for_a_formula() -> None:
    written = downloads.table(["a"], [["=1+1"], ["@doc"], ["-3.5%"], ["-x"], [-1.5], [None]])
    assert written.split("\r\n")[1:-1] == ["'=1+1", "'@doc", "-3.5%", "'-x", "-1.5", '""']


def test_numbers_keep_their_digits(client: TestClient) -> None:
    assert "6184137 0.0000125 249.03 100" in get(client, "/queries/numbers").text


def test_a_wrong_name_keeps_the_form_and_suggests_regions_with_documents(client: TestClient) -> None:
    answer = client.get("/queries/commitments?place=无此县")
    assert answer.status_code == 400
    assert 'value="无此县" placeholder="默认：清溪县" list="offers-place" aria-invalid="true"' in answer.text
    page = Page(answer.text)
    assert (
        "“区域”一栏：图谱中没有叫“无此县”的对象。 In the field region: nothing in the graph is called" in page.text
    )
    assert "可以改用： Try instead: 清溪县 区域" in page.text
    assert "/queries/commitments?place=%E6%B8%85%E6%BA%AA%E5%8E%BF" in page.links


def test_an_unknown_parameter_is_told(client: TestClient) -> None:
    assert "没有名为“nosuch”的参数" in get(client, "/queries/commitments?nosuch=1", 400).text
    assert "不能用来查询" in get(client, "/queries/commitments?place=http://a%3Eb", 400).text


def test_values_of_the_wrong_kind_are_told(nquads: bytes, tmp_path: Path) -> None:
    header = "# title-zh: 年\n# title-en: Y\n# param: y | year | 年份 | year\n# param: n | integer | 数 | number\n"
    header += "# param: d | decimal | 度 | degree\n"
    header += "# param: i | industry | 产业 | industry\n# param: r | region | 区域 | region\n"
    header += "# param: k | text | 方面 | aspect | 工业, 农业\n"
    body = "SELECT ?y { " + " ".join(f"VALUES ?{name} {{ UNDEF }}" for name in "yndirk") + " ?y a ?r }"
    (tmp_path / "years.rq").write_text(header + body, encoding="utf-8")
    graph = document_graph("other")
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    things = [
        quad
        for iri, cls, name in (
            (named("region", "990102"), "Region", "浑河县"),
            (named("industry", "a"), "Industry", "旅游"),
            (named("industry", "b"), "Industry", "旅游"),
        )
        for quad in (
            Quad(iri, RDF + "type", PG + cls, graph),
            Quad(iri, label, zh(name), graph),
            Quad(iri, PG + "denotes", iri, graph),
        )
    ]
    store = OxigraphStore.in_memory(nquads + b"\n" + "\n".join(to_nquads(things)).encode())
    client = TestClient(application(store, tmp_path))
    assert "“年份”一栏要填四位数的年份" in get(client, "/queries/years?y=21", 400).text
    assert "“数”一栏要填整数" in get(client, "/queries/years?n=x", 400).text
    assert "“度”一栏要填 0.5 这样的数" in get(client, "/queries/years?d=x", 400).text
    assert "“方面”一栏没有“商业”这个选项。" in get(client, "/queries/years?k=商业", 400).text
    assert "可以改用： Try instead: 工业 、 农业" in get(client, "/queries/years?k=商业", 400).text
    assert '<option value="农业">' in client.get("/queries/years").text
    assert "“旅游”可以指 2 个不同的对象" in get(client, "/queries/years?i=旅游", 400).text
    assert "可以改用： Try instead: 新材料 年份" in get(client, "/queries/years?i=新材料业", 400).text
    assert "图谱中没有“浑河县”的文件" in get(client, "/queries/years?r=浑河县").text
    assert "没有符合条件的结果" in get(client, "/queries/years?r=清溪县&n=7").text


def test_the_first_page_offers_questions(client: TestClient, store: OxigraphStore) -> None:
    assert "从这些问题开始 Questions to start from 一地承诺发展的产业" in get(client, "/").text
    page = get(TestClient(application(store)), "/")
    assert [link for link in page.links if link.startswith("/queries/")] == [
        f"/queries/{name}" for name in messages.load().starting
    ]


@pytest.mark.parametrize(
    "address",
    [
        "/nosuch",
        "/documents/nosuch",
        "/documents/a%3E%20b%22%7D",
        "/id/park/nosuch",
        "/id/park/%3E%7D%20%7B",
        "/id/statement/%3E",
        "/id/evidence/0",
        "/id/nosuch/",
        "/queries/nosuch",
        "/queries/..%2Fsecret",
        "/static/../server.py",
    ],
)
def test_unknown_things_get_a_page_in_both_languages(client: TestClient, address: str) -> None:
    assert "没有这个页面 There is no such page" in get(client, address, 404).text


def test_search_groups_names_by_kind_and_shows_the_texts(client: TestClient) -> None:
    page = get(client, "/search?q=高新区")
    assert "“高新区”：1 个名称，2 处原文" in page.text
    assert "园区 Park 1" in page.text
    assert "清溪 高新区 (东园) 清溪县 2 0" in page.text
    assert "/documents/qingxi-outline#p0002" in page.links
    answer = client.get("/search?q=高新区").text
    assert "清溪<mark>高新区</mark>(东园)</a>" in answer
    assert "建设清溪<mark>高新区</mark>（东园）" in answer
    assert "常住人口 万人" in get(client, "/search?q=常住人口").text
    assert "名称和原文中都没有“\"}' <b>”" in get(client, "/search?q=%22%7D%27%20%3Cb%3E").text
    assert get(client, "/search?q=%00%0A").text
    get(client, "/search")
    assert "搜索词最多 100 个字" in get(client, "/search?q=" + "新" * 101, 400).text


def test_search_is_narrowed_down(client: TestClient) -> None:
    page = get(client, "/search?q=清溪县")
    (narrow,) = [link for link in page.links if link.endswith("&kind=body")]
    only = get(client, narrow)
    assert "“清溪县”：1 个名称，0 处原文" in only.text
    assert "/search?q=%E6%B8%85%E6%BA%AA%E5%8E%BF" in only.links
    assert "“清溪县”：0 个名称，2 处原文" in get(client, "/search?q=清溪县&kind=passage").text
    assert "：1 个名称，2 处原文" in get(client, "/search?q=清溪县&region=990101&document=qingxi-outline").text
    assert "unknown kind 'nosuch'" in get(client, "/search?q=清溪县&kind=nosuch", 400).text


def test_search_finds_names_by_pinyin(client: TestClient) -> None:
    assert "新材料 拼音 pinyin" in get(client, "/search?q=xcl").text
    (found,) = client.get("/search/suggest?q=xcl").json()
    assert (found["name"], found["kind"], found["href"]) == (
        "新材料",
        "industry",
        "/id/industry/made-up-materials",
    )
    assert next(item["name"] for item in client.get("/search/suggest?q=清溪").json()) == "清溪县"
    assert client.get("/search/suggest").json() == client.get("/search/suggest?q=%00*").json() == []
    assert client.get("/search/suggest?q=" + "新" * 101).status_code == 400


def test_words_of_texts_are_never_markup(nquads: bytes) -> None:
    document, graph, evil = named("document", "evil"), document_graph("evil"), '<script>alert("1")</script>'
    passage, mention = named("passage", "evil/p1"), named("mention", "evil/p1/0-7")
    quads = [
        Quad(document, RDF + "type", PG + "Document", graph),
        Quad(document, "http://purl.org/dc/terms/title", zh(evil), graph),
        Quad(passage, RDF + "type", PG + "Passage", graph),
        Quad(passage, PG + "document", document, graph),
        Quad(passage, PG + "text", zh(evil), graph),
        Quad(passage, PG + "spans", Literal(f"0-{len(evil)}"), graph),
        Quad(passage, PG + "passageKind", Literal('"><b>'), graph),
        Quad(mention, PG + "passage", passage, graph),
        Quad(mention, PG + "entity", 'https://w3id.org/plangraph/id/park/x"y'.replace('"', "%22"), graph),
        Quad(mention, "http://www.w3.org/ns/oa#start", integer(0), graph),
        Quad(mention, "http://www.w3.org/ns/oa#end", integer(7), graph),
    ]
    store = OxigraphStore.in_memory(nquads + b"\n" + "\n".join(to_nquads(quads)).encode())
    client = TestClient(application(store))
    for address in ("/", "/documents/evil"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "<script" not in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_long_document_is_quick() -> None:
    quads = list(_long_document("long", passages=300))
    client = TestClient(application(OxigraphStore.in_memory("\n".join(to_nquads(quads)).encode())))
    times = []
    for _attempt in range(3):  # the machine may be busy with other tests
        begun = time.perf_counter()
        answer = client.get("/documents/long")
        times.append(time.perf_counter() - begun)
        assert answer.status_code == 200
        assert answer.text.count('class="marker"') == 900
    assert min(times) < 10  # what grows with the square of the length would take minutes


def _long_document(name: str, passages: int) -> list[Quad]:
    """A text of 60,000 characters with ten mentions and three statements a paragraph."""
    document, graph = named("document", name), document_graph(name)
    text = "发展新材料产业和装备制造业，建设一批重大项目，" * 9
    quads = [Quad(document, RDF + "type", PG + "Document", graph)]
    industry = mint("industry", "", "新材料")
    for number in range(passages):
        passage, start = named("passage", f"{name}/p{number:04}"), number * 300
        quads += [
            Quad(passage, RDF + "type", PG + "Passage", graph),
            Quad(passage, PG + "document", document, graph),
            Quad(passage, PG + "text", zh(text[:200]), graph),
            Quad(passage, PG + "spans", Literal(f"{start}-{start + 200}"), graph),
            Quad(passage, PG + "passageKind", Literal("paragraph"), graph),
        ]
        for place in range(0, 200, 20):
            mention = named("mention", f"{name}/p{number:04}/{place}-{place + 5}")
            quads += [
                Quad(mention, PG + "passage", passage, graph),
                Quad(mention, PG + "entity", industry, graph),
                Quad(mention, "http://www.w3.org/ns/oa#start", integer(place), graph),
                Quad(mention, "http://www.w3.org/ns/oa#end", integer(place + 5), graph),
            ]
        for place in range(3):
            spans = f"{start + place * 60}-{start + place * 60 + 60}"
            evidence, statement = mint("evidence", name, spans), mint("statement", name, spans)
            quads += [
                Quad(evidence, RDF + "type", PG + "Evidence", graph),
                Quad(evidence, PG + "document", document, graph),
                Quad(evidence, PG + "passage", passage, graph),
                Quad(evidence, PG + "spans", Literal(spans), graph),
                Quad(statement, RDF + "type", PG + "Statement", graph),
                Quad(statement, PG + "foundIn", document, graph),
                Quad(statement, PG + "subject", document, graph),
                Quad(statement, PG + "predicate", PG + "develops", graph),
                Quad(statement, PG + "object", industry, graph),
                Quad(statement, PG + "evidence", evidence, graph),
            ]
    return quads


def test_every_message_is_used_and_known() -> None:
    known = set(messages.load().messages)
    sources = [*TEMPLATES.glob("*.html"), *TEMPLATES.parent.rglob("*.py")]
    words = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    used = set(re.findall(r'"([a-z][a-z-]+)"', words))
    built = ("match-", "facet-", "text-", "passage-", "as-", "column-", "figures-", "wrong-")
    assert {key for key in known - used if not key.startswith(built) and not key.endswith("-lead")} == set()


def test_a_broken_data_file_is_told_in_both_languages(store: OxigraphStore, tmp_path: Path) -> None:
    (tmp_path / "broken.rq").write_text("# title-zh: 缺英文\nSELECT * {}", encoding="utf-8")
    answer = TestClient(application(store, tmp_path)).get("/queries")
    assert answer.status_code == 500
    assert "出错了 Something went wrong" in Page(answer.text).text
    assert "the header lacks title-en" in answer.text


def test_a_missing_graph_is_told(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="there is no graph here"):
        app(tmp_path)


def test_a_port_in_use_is_told(tmp_path: Path, nquads: bytes) -> None:
    (tmp_path / "graph.nq").write_bytes(nquads)
    create(tmp_path / "store", tmp_path / "graph.nq")
    assert TestClient(app(tmp_path)).get(PAGE).status_code == 200
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(PlangraphError, match="the port is in use"):
            run(tmp_path, "127.0.0.1", taken.getsockname()[1])
