"""A comparison as a memo for Word: what two plans share, where they differ, with the words they say it in."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from plangraph.comparison import Cell, Comparison, Line, kinds
from plangraph.errors import InputError
from plangraph.export.compress import without_clock, writing
from plangraph.model import Finding

#: Named in the file, so that readers with East Asian fonts show Chinese in them; nothing is embedded.
_FONT = "SimSun"
_NONE = "未找到"
_QUOTE = RGBColor(0x55, 0x55, 0x55)
#: Lines that only one side has, of one section, before the memo only counts the rest.
_MOST = 40


def write_memo(comparison: Comparison, target: Path) -> Path:
    """Writes the memo; the same comparison gives the same words. Raises `InputError` when it cannot be written."""
    try:
        with writing(target) as out:
            out.write(memo(comparison))
    except OSError as error:
        raise InputError(f"cannot write: {error.strerror or error}", where=str(target)) from error
    return target


def memo(comparison: Comparison) -> bytes:
    """The memo as the bytes of a DOCX file."""
    word = docx.Document()
    _style(word)
    a, b = comparison.a.label, comparison.b.label
    word.add_heading(f"{a} 与 {b}：规划比对", level=0)
    _summary(word, comparison)
    shared = [line for line in comparison.industries if line.shared]
    _lines(word, f"一、共同发展的产业（{len(shared)}）", shared, a, b)
    for title, lines in (
        (f"二、只有{a}提出的产业", [line for line in comparison.industries if line.b is None]),
        (f"三、只有{b}提出的产业", [line for line in comparison.industries if line.a is None]),
    ):
        _lines(word, f"{title}（{len(lines)}）", lines, a, b)
    _lines(word, f"四、指标目标（{len(comparison.targets)}）", comparison.targets, a, b)
    _lines(word, f"五、共同的定位（{len(comparison.goals)}）", comparison.goals, a, b)
    _lines(word, f"六、合作对象（{len(comparison.partners)}）", comparison.partners, a, b)
    _findings(word, comparison.findings)
    out = io.BytesIO()
    word.save(out)
    return without_clock(out.getvalue())


def _style(word: WordDocument) -> None:
    normal = word.styles["Normal"]
    normal.font.name = _FONT
    normal.font.size = Pt(10.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    for section in word.sections:
        section.left_margin = section.right_margin = Cm(2)
    word.core_properties.author = "plangraph"
    word.core_properties.title = "规划比对"


def _summary(word: WordDocument, comparison: Comparison) -> None:
    shared = sum(1 for line in comparison.industries if line.shared)
    both = sum(1 for line in comparison.targets if line.shared)
    word.add_paragraph(
        f"共同发展的产业 {shared} 个，双方都有目标的指标 {both} 个，共同的合作对象 "
        f"{sum(1 for line in comparison.partners if line.shared)} 个，需核对之处 {len(comparison.findings)} 处。"
        f"“{_NONE}”指在所读文本中没有找到，不等于没有。每条结论后附原文。"
    )
    for side in (comparison.a, comparison.b):
        word.add_paragraph(f"{side.label}：{'、'.join(side.documents)}", style="List Bullet")


def _lines(word: WordDocument, title: str, lines: Sequence[Line], a: str, b: str) -> None:
    word.add_heading(title, level=1)
    if not lines:
        word.add_paragraph("无。")
        return
    shown = [line for line in lines if line.shared] + [line for line in lines if not line.shared][:_MOST]
    table = word.add_table(rows=1, cols=3)
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, ("", a, b), strict=True):
        cell.text = text
    for line in shown:
        cells = table.add_row().cells
        cells[0].text = line.label
        for cell, said in zip(cells[1:], (line.a, line.b), strict=True):
            _said(cell.paragraphs[0], said)
    if len(shown) < len(lines):
        word.add_paragraph(f"另有 {len(lines) - len(shown)} 项未列出。")


def _said(paragraph: Paragraph, cell: Cell | None) -> None:
    if cell is None:
        paragraph.add_run(_NONE).italic = True
        return
    paragraph.add_run(cell.text).bold = True
    _quoted(paragraph.add_run(f"\n“{_one_line(cell.quote)}”（{cell.document}，{cell.section}）"))


def _quoted(run: Run) -> None:
    run.font.size = Pt(8.5)
    run.font.color.rgb = _QUOTE


def _findings(word: WordDocument, findings: Iterable[tuple[Finding, str]]) -> None:
    found = list(findings)
    word.add_heading(f"七、需核对之处（{len(found)}）", level=1)
    titles = {name: kind.title_zh for name, kind in kinds().items()}
    for finding, _label in found:
        paragraph = word.add_paragraph(style="List Number")
        paragraph.add_run(f"{titles[finding.kind]}。").bold = True
        paragraph.add_run(finding.message_zh)
        for value in finding.values:
            quoted = f"\n{value.value}：“{_one_line(value.quote)}”（{value.title}，{value.section}）"
            _quoted(paragraph.add_run(quoted))
    if not found:
        word.add_paragraph("无。")


def _one_line(text: str) -> str:
    return "".join(text.split("\n"))
