"""Search across everything that readers may see; only what is published, always.

:func:`search` answers the page, :func:`suggest` the box while somebody types, and
:func:`with_words` filters a list, :func:`first_with_words` begins a
long one. What is in the index and how it is kept exact: :mod:`relations.search`.
"""

from .answers import Answer, search
from .common_words import first_with_words
from .conditions import with_words
from .suggestions import suggest

__all__ = ["Answer", "first_with_words", "search", "suggest", "with_words"]
