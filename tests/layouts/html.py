"""Blocks laid out as a web page, in the manner of the platforms that governments publish on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Literal

from layouts.blocks import Block, Cell, Heading, TableBlock
from plangraph.text import squeeze

Style = Literal["p", "br", "word", "headings"]
Platform = Literal["trs", "ucap", "jpage", "table"]

#: Every line that a page shows around its document; each of them must be left out.
AROUND = (
    "欢迎访问清溪县人民政府网站",
    "无障碍浏览",
    *(f"栏目{number}" for number in range(1, 41)),
    "首页 > 政府信息公开 > 规划计划",
    "分享到：微信 微博",
    "上一篇：清溪县人民政府关于表彰先进集体的决定",
    "下一篇：清溪县2021年政府工作报告",
    "相关链接",
    *(f"清溪县召开第{number}次常务会议" for number in range(1, 9)),
    "主办：清溪县人民政府办公室",
    "粤ICP备12345678号 网站标识码4400000000",
)
LABELS = (("索引号：", "00700000/2021-00012"), ("发布机构：", "清溪县人民政府"), ("发文字号：", "清府〔2021〕9号"))


def render(
    blocks: Sequence[Block],
    title: str,
    *,
    platform: Platform = "trs",
    style: Style = "p",
    encoding: str = "utf-8",
) -> bytes:
    """The page; `style` is how paragraphs are marked up, `platform` what stands around the document."""
    pairs = zip([None, *blocks], blocks, strict=False)
    body = "\n".join(part for before, block in pairs for part in _block(before, block, style))
    page = _PAGE.format(
        charset=encoding,
        title=escape(title),
        menu="".join(f'<li><a href="/c{n}/">栏目{n}</a></li>\n' for n in range(1, 41)),
        labels=_labels(),
        document=_PLATFORMS[platform].format(body=body),
        related="".join(f'<li><a href="#">清溪县召开第{n}次常务会议</a></li>' for n in range(1, 9)),
    )
    return page.encode(encoding, "xmlcharrefreplace")


_PAGE = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/x.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}" />
<title>{title}_规划计划_清溪县人民政府</title>
<meta name="SiteName" content="清溪县人民政府" /><meta name="ColumnName" content="规划计划" />
<meta name="ArticleTitle" content="{title}" /><meta name="PubDate" content="2021-04-07 16:30" />
<meta name="ContentSource" content="县发展和改革局" />
<meta name="Url" content="http://www.example.gov.cn/a.html" />
<style>.TRS_Editor P{{font-family:"宋体"}} /* 样式表里的文字不显示。 */</style>
<script>var tip = "脚本里的文字不显示。<p>也不显示。</p>";</script>
</head><body>
<!-- 注释里的文字不显示。 -->
<div id="header"><div class="top">欢迎访问清溪县人民政府网站</div><div><a href="#">无障碍浏览</a></div>
<ul class="menu">
{menu}</ul>
<form action="/s"><input type="text" value="请输入关键字"><select><option>全部栏目</option></select></form></div>
<div style="display: none">隐藏的文字不显示。</div><noscript>请启用脚本。</noscript>
<div class="position"><a href="/">首页</a> &gt; <a href="/zwgk/">政府信息公开</a> &gt; 规划计划</div>
<div class="main">{labels}
<h1>{title}</h1>
{document}
<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>
<div class="pages"><p>上一篇：<a href="#">清溪县人民政府关于表彰先进集体的决定</a></p>
<p>下一篇：<a href="#">清溪县2021年政府工作报告</a></p></div></div>
<div class="side"><h3>相关链接</h3><ul>{related}</ul></div>
<div id="footer"><p>主办：清溪县人民政府办公室</p><p>粤ICP备12345678号 网站标识码4400000000</p></div>
<script type="text/javascript">document.write("页脚里的脚本。");</script>
</body></html>
"""

_PLATFORMS: dict[Platform, str] = {
    "trs": '<div class="article"><div class="TRS_Editor"><style>P{{margin:0}}</style>'
    '<div class="Custom_UnionStyle">{body}</div></div></div>',
    "ucap": '<div class="pages_content" id="UCAP-CONTENT">{body}</div>',
    "jpage": '<div id="zoom"><!--<$[信息内容]>begin--><!--ZJEG_RSS.content.begin--><meta name="ContentStart">'
    '{body}<meta name="ContentEnd"><!--ZJEG_RSS.content.end--><!--<$[信息内容]>end--></div>',
    "table": '<table width="1000" align="center"><tr><td width="200"><img src="a.gif"></td><td>'
    '<table><tbody><tr><td class="bt_content">{body}</td></tr></tbody></table></td></tr></table>',
}


def _labels() -> str:
    cells = "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in LABELS)
    return f'<table class="gkml_info">{cells}</table>'


def above(before: Block | None, table: TableBlock) -> list[str]:
    """The lines over a table: its title, unless a heading or paragraph already says it, and the unit."""
    said = "" if before is None or isinstance(before, TableBlock) else squeeze(before.text)
    title = table.title if squeeze(table.title) not in said else ""
    return [line for line in (title, table.unit and f"单位：{table.unit}") if line]


def _block(before: Block | None, block: Block, style: Style) -> Iterator[str]:
    if isinstance(block, TableBlock):
        yield from (_STYLES[style](line, False) for line in above(before, block))
        yield from _table(block, style)
    elif isinstance(block, Heading) and style == "headings":
        yield f"<h{block.level + 1}>{escape(block.text)}</h{block.level + 1}>"
    else:
        yield _STYLES[style](block.text, isinstance(block, Heading))


def _p(text: str, heading: bool) -> str:
    return f"<p><strong>{escape(text)}</strong></p>" if heading else f"<p>　　{escape(text)}</p>"


def _br(text: str, _heading: bool) -> str:
    return f"&emsp;&emsp;{escape(text)}<br /><br />"


def _word(text: str, heading: bool) -> str:
    """As Word exports it: runs of any length, the source broken between them and inside of tags."""
    runs = [text[at : at + 37] for at in range(0, len(text), 37)]
    spans = "".join(f'<span\nlang=ZH-CN style="font-family:仿宋">{escape(run)}</span>' for run in runs)
    weight = "<b>{}</b>" if heading else "{}"
    return f'<p class=MsoNormal style="text-indent:32.0pt">{weight.format(spans)}<o:p></o:p></p>'


_STYLES: dict[Style, Callable[[str, bool], str]] = {"p": _p, "br": _br, "word": _word, "headings": _p}


def _table(block: TableBlock, style: Style) -> Iterator[str]:
    yield '<table border="1" cellspacing="0">'
    for number, row in enumerate(block.rows):
        tag = "th" if number < block.header and style == "headings" else "td"
        yield "<tr>" + "".join(_cell(cell, tag, style) for cell in row) + "</tr>"
    yield "</table>"


def _cell(cell: Cell, tag: str, style: Style) -> str:
    spans = f' rowspan="{cell.rows}"' * (cell.rows > 1) + f' colspan="{cell.columns}"' * (cell.columns > 1)
    text = _word(cell.text, False) if style == "word" and cell.text else escape(cell.text)
    return f"<{tag}{spans}>{text}</{tag}>"
