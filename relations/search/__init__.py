"""Full text: in which records do these words occur?

A table ``relations_<model>_words`` beside each searched table holds the words, and
triggers keep it true; :mod:`.sqlite` and :mod:`.postgres` say how. Every word must
begin a word of the record, in any of its texts; capitals, accents and punctuation
don't count. An answer is bounded: no more than ``LIMIT`` rows are looked up.
"""

from .index import install
from .records import Found, find, is_searched

__all__ = ["Found", "find", "install", "is_searched"]
