"""A tsvector beside each row, with GIN, kept by a trigger.

In a table of its own and not in a generated column: a column would stand in the
history of each row, make every list read wider rows, and forbid to change the
type of the columns that it is made of. No extension is needed.

It also says whether the row is published, so that the last published rows with some words are
found without a look at the rows themselves, however many drafts were entered after them.
"""

from __future__ import annotations

from typing import Any

from . import letters

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
    # A text as it is and, with other letters, in Latin ones. Not immutable: it reads a table,
    # and that letter by letter: a join would read all of it, each time.
    f"""
CREATE OR REPLACE FUNCTION relations_spellings(t text) RETURNS text
LANGUAGE sql STABLE STRICT PARALLEL SAFE AS $$
SELECT relations_fold(CASE WHEN t ~ '[{letters.OTHER_LETTERS}]' THEN t || ' ' || (
    SELECT string_agg(CASE WHEN octet_length(s.letter) = 1 THEN s.letter ELSE coalesce(
        (SELECT l.latin FROM {letters.TABLE} l WHERE l.letter = s.letter), s.letter) END,
        '' ORDER BY s.n)
    FROM string_to_table(t, NULL) WITH ORDINALITY AS s(letter, n)) ELSE t END)
$$
""",  # noqa: S608
    # Each word as a beginning, from two letters on; in texts of one weight or of all.
    """
CREATE OR REPLACE FUNCTION relations_query(t text, weight text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT to_tsquery('simple', regexp_replace(regexp_replace(regexp_replace(
    trim(relations_fold(t)), '([^ ]+)', '\\1:' || weight, 'g'),
    '([^ :]{2,}:)', '\\1*', 'g'), ' ', ' & ', 'g'))
$$
""",
    "DROP FUNCTION IF EXISTS relations_query(text)",
)
_TABLE = "CREATE TABLE IF NOT EXISTS {table}_words (id bigint PRIMARY KEY, words tsvector NOT NULL)"
# What earlier releases had not. With a default, since they write two columns until they end.
_PUBLISHED = "ALTER TABLE {table}_words ADD COLUMN published boolean NOT NULL DEFAULT true"
_TELL_PUBLISHED = """
UPDATE {table}_words SET published = {published} FROM {table}
WHERE {table}.id = {table}_words.id AND {table}_words.published <> {published}
"""
_INDEXES = (
    "CREATE INDEX IF NOT EXISTS {table}_words_gin ON {table}_words USING gin (words)",
    "CREATE INDEX IF NOT EXISTS {table}_words_published ON {table}_words (id) WHERE published",
)
# How common they are is known of ten thousand words, not of one thousand. By that the database
# decides whether it finds the last rows with a word, or with what it begins, from the end.
_STATISTICS = "ALTER TABLE {table}_words ALTER words SET STATISTICS 1000"
_FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        TRUNCATE {table}_words;
    ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM {table}_words WHERE id = OLD.id;
    ELSE
        IF TG_OP = 'UPDATE' THEN
            -- Asked here and not by the trigger: a column that a trigger names
            -- couldn't change its type.
            IF NOT ({changed}) THEN RETURN NULL; END IF;
            IF OLD.id <> NEW.id THEN
                DELETE FROM {table}_words WHERE id = OLD.id;
            END IF;
        END IF;
        INSERT INTO {table}_words VALUES (NEW.id, {vector}, {published})
        ON CONFLICT (id) DO UPDATE SET words = excluded.words, published = excluded.published;
    END IF;
    RETURN NULL;
END $$
"""
_TRIGGERS = (
    "CREATE OR REPLACE TRIGGER {table}_words AFTER INSERT OR UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION {table}_words()",
    # What earlier releases had for updates.
    "DROP TRIGGER IF EXISTS {table}_words_update ON {table}",
    "CREATE OR REPLACE TRIGGER {table}_words_truncate AFTER TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION {table}_words()",
)


def prepare(cursor: Any, rebuild: bool) -> None:
    """Create what the indexes share: the table of letters, and the functions."""
    cursor.execute(
        f"CREATE TABLE IF NOT EXISTS {letters.TABLE} (letter text PRIMARY KEY, latin text NOT NULL)"
    )
    if rebuild or _comment(cursor, letters.TABLE) != letters.EDITION:
        table = letters.table()
        cursor.execute(f"TRUNCATE {letters.TABLE}")
        cursor.execute(
            f"INSERT INTO {letters.TABLE} SELECT * FROM unnest(%s::text[], %s::text[])",  # noqa: S608
            [list(table), list(table.values())],
        )
        cursor.execute(f"COMMENT ON TABLE {letters.TABLE} IS '{letters.EDITION}'")
    for function in _FUNCTIONS:
        cursor.execute(function)


def install(cursor: Any, table: str, texts: Any, rebuild: bool) -> None:
    """Create the index of a table and its triggers; fill it where it is new or was off."""
    names = {
        "table": table,
        "vector": vector("NEW", texts),
        "published": published("NEW", texts),
        "changed": " OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in _columns(texts)),
    }
    cursor.execute(_TABLE.format(**names))
    if is_older := not _tells_published(cursor, table):
        cursor.execute(_PUBLISHED.format(**names))
    for statement in (_STATISTICS, _FUNCTION, *_TRIGGERS):
        cursor.execute(statement.format(**names))
    if rebuild or _comment(cursor, f"{table}_words") != made_of(texts):
        cursor.execute(f"DROP INDEX IF EXISTS {table}_words_gin")
        cursor.execute(f"TRUNCATE {table}_words")
        add(cursor, table, texts, "true")
        cursor.execute(f"COMMENT ON TABLE {table}_words IS '{made_of(texts)}'")
    elif is_older:  # without a moment in which nothing is found
        names["published"] = published(table, texts)
        cursor.execute(_TELL_PUBLISHED.format(**names))
    for index in _INDEXES:
        cursor.execute(index.format(**names))


def add(cursor: Any, table: str, texts: Any, where: str) -> None:
    """Write new or changed rows into the index, as the trigger would."""
    cursor.execute(
        f"INSERT INTO {table}_words SELECT id, {vector(table, texts)}, {published(table, texts)}"  # noqa: S608
        f" FROM {table} WHERE {where}"
        " ON CONFLICT (id) DO UPDATE SET words = excluded.words, published = excluded.published"
    )


def expect_many(cursor: Any, table: str) -> None:
    """Do nothing: GIN gathers new words by itself."""


def as_usual(cursor: Any, table: str) -> None:
    """Do nothing."""


def vector(row: str, texts: Any) -> str:
    """Give the words of a row: what names it has weight A.

    Of ASCII nothing is folded but what parts words, which is most of the time of it.
    """
    parts = []
    for columns, weight in ((texts.names, "A"), (texts.texts, "D")):
        if columns:
            text = "(" + " || ' ' || ".join(f"{row}.{column}" for column in columns) + ")"
            parts.append(
                f"setweight(to_tsvector('simple', CASE WHEN octet_length({text}) = length({text})"
                f" THEN regexp_replace({text}, '[^a-zA-Z0-9 ]', ' ', 'g')"
                f" ELSE relations_spellings({text}) END), '{weight}')"
            )
    return " || ".join(parts)


def published(row: str, texts: Any) -> str:
    """Give whether a row is published; one without a review of its own always is."""
    return f"({row}.review = 'published')" if texts.reviewed else "true"


def _columns(texts: Any) -> tuple[str, ...]:
    return ("id", *(["review"] if texts.reviewed else []), *texts.all)


def made_of(texts: Any) -> str:
    """Say of which texts an index is made, for the comment of its table."""
    return f"{', '.join(texts.names)}; {', '.join(texts.texts)}; {letters.EDITION}"


def _tells_published(cursor: Any, table: str) -> bool:
    cursor.execute(
        "SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attname = 'published'"
        " AND NOT attisdropped",
        [f"{table}_words"],
    )
    return cursor.fetchone() is not None


def _comment(cursor: Any, table: str) -> str | None:
    cursor.execute("SELECT obj_description(to_regclass(%s))", [table])
    return cursor.fetchone()[0]


def differences(cursor: Any, table: str, texts: Any) -> tuple[set[int], list[str]]:
    """Give the numbers of the rows that stand wrong in the index, and what else is wrong."""
    if _comment(cursor, f"{table}_words") != made_of(texts):
        return set(), [f"the table {table}_words is missing or of another making"]
    cursor.execute(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'O'", [table]
    )
    present = {name for (name,) in cursor.fetchall()}
    wrong = [
        f"the trigger {name} is missing or off"
        for name in (f"{table}_words", f"{table}_words_truncate")
        if name not in present
    ]
    cursor.execute(
        f"SELECT coalesce(t.id, w.id) FROM {table} t"  # noqa: S608
        f" FULL JOIN {table}_words w ON w.id = t.id"
        f" WHERE t.id IS NULL OR w.id IS NULL OR w.words <> {vector('t', texts)}"
        f" OR w.published <> {published('t', texts)}"
    )
    return {number for (number,) in cursor.fetchall()}, wrong
