"""Page models → HTML; the only module that imports jinja2.

Templates escape everything. What they say to people comes from the catalogue: `say` gives both languages,
`plain` the Chinese alone, for attributes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from plangraph.web.messages import Catalogue, Message
from plangraph.web.reading import Block
from plangraph.web.rows import Name

TEMPLATES = Path(__file__).resolve().parent / "templates"

_BOTH = Markup('{} <span class="en" lang="en">{}</span>')


@dataclass(frozen=True)
class Pages:
    """The templates, ready to be filled."""

    environment: Environment

    def render(self, template: str, **model: object) -> str:
        """The page that the template makes of the model."""
        return self.environment.get_template(f"{template}.html").render(**model)


def load(catalogue: Catalogue, endpoint: bool = False) -> Pages:
    """The templates beside this module, speaking from the catalogue; `endpoint`: they lead to /sparql."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["endpoint"] = endpoint
    environment.globals["say"] = lambda key, **values: both(catalogue.get(key, **values))
    environment.globals["plain"] = lambda key, **values: catalogue.get(key, **values).zh
    environment.globals["code"] = lambda prefix, code: both(catalogue.known(prefix, code))
    environment.filters["both"] = both
    environment.tests["block"] = lambda part: isinstance(part, Block)
    return Pages(environment)


def both(text: Message | Name) -> Markup:
    """Chinese, with English beside it where there is any."""
    return _BOTH.format(text.zh, text.en) if text.en else Markup.escape(text.zh)
