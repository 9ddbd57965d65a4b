"""What `verify` says to people, Chinese and English, by kind of finding."""

from __future__ import annotations

WORDING: dict[str, tuple[str, str]] = {
    "nothing-to-verify": (
        "图中没有任何证据可供核验：请先运行 plangraph build。",
        "The graph holds no evidence to verify: run `plangraph build` first.",
    ),
    "text-missing": (
        "缺少存档文本 {detail}：请重新构建。",
        "The archived text {detail} is missing: build again.",
    ),
    "text-unreadable": (
        "存档文本不是 UTF-8：{detail}。请恢复原文件后重新构建。",
        "The archived text is not UTF-8: {detail}; bring back the file and build again.",
    ),
    "text-changed": (
        "存档文本的 SHA-256 与图中记载的不同（现为 {detail}）：文本被改动，请重新构建。",
        "The archived text has another SHA-256 than the graph says ({detail}): it was changed; build again.",
    ),
    "corpus-changed": (
        "语料中的文件 {detail} 在构建之后被改动：请重新构建。",
        "The corpus file {detail} was changed after the build: build again.",
    ),
    "spans-malformed": (
        "位置写法有误：{detail}。请重新构建。",
        "The spans are not of the form 120-155 160-170: {detail}; build again.",
    ),
    "spans-order": (
        "各段位置为空、重叠或次序颠倒：{detail}。请检查阅读步骤。",
        "The spans are empty, overlap or are out of order: {detail}; check how the text was read.",
    ),
    "spans-bounds": (
        "位置超出存档文本（共 {length} 字）：{detail}。请检查阅读步骤。",
        "The spans lie beyond the archived text ({length} characters): {detail}; check how the text was read.",
    ),
    "quote-differs": (
        "引文与存档文本中该位置的文字不同，原文为：{detail}",
        "The quote is not what stands there in the archived text, which is: {detail}",
    ),
    "bounds-differ": (
        "起止点（oa:start、oa:end）与 pg:spans 不一致：{detail}。请重新构建。",
        "oa:start and oa:end do not agree with pg:spans: {detail}; build again.",
    ),
    "evidence-missing": (
        "没有证据，或证据不在图中：请补上 pg:evidence 或删去。",
        "It has no evidence, or none that is in the graph: add pg:evidence or remove it.",
    ),
    "evidence-elsewhere": (
        "证据在另一份文档中（{detail}）：请检查 pg:foundIn。",
        "Its evidence lies in another document ({detail}): check pg:foundIn.",
    ),
    "surface-differs": (
        "原文写法“{detail}”不是其所标位置的文字：请检查抽取步骤。",
        "The surface “{detail}” is not what stands at its spans: check the extraction.",
    ),
    "surface-outside": (
        "原文写法“{detail}”不在引文或承前文字中：请检查证据。",
        "The surface “{detail}” is neither in the quote nor in what is carried over: check the evidence.",
    ),
    "iri-differs": (
        "IRI 与按内容重新算出的不同（应为 {detail}）：节点被改动，请重新构建。",
        "The IRI is not the one made from the content ({detail}): the node was changed; build again.",
    ),
}
