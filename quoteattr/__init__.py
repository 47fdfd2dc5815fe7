"""Who said what, in whose words: quotes of news articles, their speakers, and how each outlet words them.

Names are loaded when they are first used, so that ``import quoteattr`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quoteattr.annotate import StanzaAnnotator as StanzaAnnotator
    from quoteattr.comparison import Comparison as Comparison
    from quoteattr.comparison import compare as compare
    from quoteattr.errors import DecisionError as DecisionError
    from quoteattr.errors import InputError as InputError
    from quoteattr.errors import ModelError as ModelError
    from quoteattr.errors import QuoteattrError as QuoteattrError
    from quoteattr.errors import RegistryError as RegistryError
    from quoteattr.errors import StoreError as StoreError
    from quoteattr.exporting import export as export
    from quoteattr.pipeline import Extraction as Extraction
    from quoteattr.pipeline import extract as extract
    from quoteattr.quotes import QuoteModel as QuoteModel
    from quoteattr.quotes import find_quotes as find_quotes
    from quoteattr.reading import Input as Input
    from quoteattr.reading import read as read
    from quoteattr.registry import Registry as Registry
    from quoteattr.spans import Span as Span
    from quoteattr.store import Store as Store
    from quoteattr.store import open_store as open  # noqa: F401 - the public name differs
    from quoteattr.values import Article as Article
    from quoteattr.values import Kind as Kind
    from quoteattr.values import Quote as Quote
    from quoteattr.values import Statement as Statement

_PLACES = {
    "StanzaAnnotator": "annotate", "Comparison": "comparison", "compare": "comparison", "DecisionError": "errors",
    "InputError": "errors", "ModelError": "errors", "QuoteattrError": "errors", "RegistryError": "errors",
    "StoreError": "errors", "export": "exporting", "Extraction": "pipeline", "extract": "pipeline",
    "QuoteModel": "quotes", "find_quotes": "quotes", "Input": "reading", "read": "reading", "Registry": "registry",
    "Span": "spans", "Store": "store", "open": "store", "Article": "values", "Kind": "values", "Quote": "values",
    "Statement": "values",
}  # fmt: skip
_NAMED = {"open": "open_store"}

__all__ = [*sorted(_PLACES), "__version__"]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("quoteattr")
    if name not in _PLACES:
        raise AttributeError(f"module 'quoteattr' has no attribute {name!r}")
    value = getattr(import_module(f"quoteattr.{_PLACES[name]}"), _NAMED.get(name, name))
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
