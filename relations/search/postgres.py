"""A tsvector beside each row, with GIN, kept by a trigger.

In a table of its own and not in a generated column: a column would stand in the
history of each row, make every list read wider rows, and forbid to change the
type of the columns that it is made of. No extension is needed.
"""

from __future__ import annotations

from typing import Any

KEY = "id"
CONDITION = "{table}.words @@ relations_query(%s)"

# Accents come off by decomposition, which "simple" wouldn't do, and whatever is no
# letter or digit parts words, as it does in SQLite's index.
_FUNCTIONS = (
    r"""
CREATE OR REPLACE FUNCTION relations_fold(t text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT regexp_replace(
    regexp_replace(normalize(t, NFD), '[\u0300-\u036f]+', '', 'g'), '[^[:alnum:]]+', ' ', 'g')
$$
""",
    # Each word as a beginning, from two letters on.
    """
CREATE OR REPLACE FUNCTION relations_query(t text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT to_tsquery('simple', regexp_replace(regexp_replace(
    trim(relations_fold(t)), '([^ ]{2,})', '\\1:*', 'g'), ' ', ' & ', 'g'))
$$
""",
)
_TABLE = "CREATE TABLE IF NOT EXISTS {table}_words (id bigint PRIMARY KEY, words tsvector NOT NULL)"
_INDEX = "CREATE INDEX IF NOT EXISTS {table}_words_gin ON {table}_words USING gin (words)"
_FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        TRUNCATE {table}_words;
    ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM {table}_words WHERE id = OLD.id;
    ELSE
        INSERT INTO {table}_words VALUES (NEW.id, {vector})
        ON CONFLICT (id) DO UPDATE SET words = excluded.words;
    END IF;
    RETURN NULL;
END $$
"""
_TRIGGERS = (
    "CREATE OR REPLACE TRIGGER {table}_words AFTER INSERT OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION {table}_words()",
    "CREATE OR REPLACE TRIGGER {table}_words_update AFTER UPDATE ON {table}"
    " FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION {table}_words()",
    "CREATE OR REPLACE TRIGGER {table}_words_truncate AFTER TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION {table}_words()",
)


def prepare(cursor: Any) -> None:
    """Create the functions that the indexes share."""
    for function in _FUNCTIONS:
        cursor.execute(function)


def install(cursor: Any, table: str, columns: tuple[str, ...], rebuild: bool) -> None:
    """Create the index of a table and its triggers; fill it where it is new or was off."""

    def vector(row: str) -> str:
        texts = " || ' ' || ".join(f"{row}.{column}" for column in columns)
        return f"to_tsvector('simple', relations_fold({texts}))"

    names = {
        "table": table,
        "vector": vector("NEW"),
        "changed": " OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in ("id", *columns)),
    }
    cursor.execute(_TABLE.format(**names))
    for statement in (_FUNCTION, *_TRIGGERS):
        cursor.execute(statement.format(**names))
    # The comment says of which texts the index was made.
    made_of = ", ".join(columns)
    cursor.execute(f"SELECT obj_description('{table}_words'::regclass)")  # noqa: S608
    if rebuild or cursor.fetchone()[0] != made_of:
        cursor.execute(f"DROP INDEX IF EXISTS {table}_words_gin")
        cursor.execute(f"TRUNCATE {table}_words")
        cursor.execute(f"INSERT INTO {table}_words SELECT id, {vector(table)} FROM {table}")  # noqa: S608
        cursor.execute(f"COMMENT ON TABLE {table}_words IS '{made_of}'")
    cursor.execute(_INDEX.format(**names))


def query(words: list[str]) -> str:
    """Give the words as ``relations_query`` takes them."""
    return " ".join(words)
