"""Every change of every row is kept, whoever makes it and by whatever way.

Saving a form, ``bulk_create``, ``update``, a raw load and a hand-written UPDATE all
pass the database, so the database writes the history: one row of ``relations_version``
for each row inserted, changed or deleted, with the whole row before and after as JSON.
An update that changes nothing leaves no trace. Who made the change and why stands in
``relations_revision``; which of them is open is known from a setting of the transaction
on PostgreSQL, and from a table that is empty outside of a transaction on SQLite.

A row that moves from one record to another (a party of a duplicate, merged), or gets
another number by hand, leaves the one and enters the other, so that the history of each
record replays by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

# The setting on PostgreSQL, the table on SQLite.
SETTING = "geopol.revision"
OPEN_TABLE = "relations_open_revision"
# Derived from the whole, or about the review and not about the fact.
NOT_CONTENT = "review"

# The record that stands above the owner of a row. A hand-written DELETE may have taken the
# act before its citation: then the history of the act says whose it was. A citation that is
# written before its act belongs nowhere yet, and to no other record by chance.
_ABOVE = """coalesce((SELECT a.{column} FROM {table} a WHERE a.id = {key}),
(SELECT v.root_id FROM relations_version v WHERE v.model = '{model}' AND v.object_id = {key}
AND v.new IS NULL ORDER BY v.id DESC LIMIT 1), 0)"""

_COLUMNS = "revision_id, at, model, object_id, root_model, root_id, old, new, content"

_SQLITE = """
CREATE TRIGGER {table}_history_{name} AFTER {event} ON {table}
WHEN {when}
BEGIN
INSERT INTO relations_version ({columns}) {rows};
END
"""
_SQLITE_ROW = """SELECT (SELECT max(id) FROM {open_table}),
strftime('%Y-%m-%d %H:%M:%f000', 'now'), '{model}', {row}.id, {root_model}, {root_id},
{old}, {new}, {content}"""
_SQLITE_WITH_IT = " FROM {table} t WHERE t.{column} = NEW.id"

_POSTGRES = """
CREATE OR REPLACE FUNCTION {table}_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    revision bigint := nullif(current_setting('{setting}', true), '')::bigint;
    was jsonb; is_now jsonb; content boolean := true;
    old_model text; old_root bigint; new_model text; new_root bigint;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        was := to_jsonb(OLD); old_model := {old_model}; old_root := {old_root};
    END IF;
    IF TG_OP <> 'DELETE' THEN
        is_now := to_jsonb(NEW); new_model := {new_model}; new_root := {new_root};
    END IF;
    IF TG_OP = 'UPDATE'
        AND (old_model, old_root, OLD.id) IS DISTINCT FROM (new_model, new_root, NEW.id) THEN
        INSERT INTO relations_version ({columns}) VALUES
        (revision, clock_timestamp(), '{model}', OLD.id, old_model, old_root, was, NULL, true),
        (revision, clock_timestamp(), '{model}', NEW.id, new_model, new_root, NULL, is_now, true);
        {with_it}RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        content := (was - '{not_content}') IS DISTINCT FROM (is_now - '{not_content}');
    END IF;
    INSERT INTO relations_version ({columns}) VALUES (
        revision, clock_timestamp(), '{model}', (coalesce(is_now, was) ->> 'id')::bigint,
        coalesce(new_model, old_model), coalesce(new_root, old_root), was, is_now, content);
    RETURN NULL;
END $$
"""
_POSTGRES_WITH_IT = """INSERT INTO relations_version ({columns})
        SELECT revision, clock_timestamp(), '{model}', t.id, old_model, old_root,
            to_jsonb(t), NULL, true
        FROM {table} t WHERE t.{column} = NEW.id
        UNION ALL
        SELECT revision, clock_timestamp(), '{model}', t.id, new_model, new_root,
            NULL, to_jsonb(t), true
        FROM {table} t WHERE t.{column} = NEW.id;
        """
_POSTGRES_TRIGGERS = (
    "CREATE OR REPLACE TRIGGER {table}_history AFTER INSERT OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION {table}_history()",
    "CREATE OR REPLACE TRIGGER {table}_history_update AFTER UPDATE ON {table}"
    " FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION {table}_history()",
)


def install(cursor: Any, vendor: str, models: Iterable[Any]) -> None:
    """Create the triggers of all models on a database that has none of them."""
    if vendor == "sqlite":
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {OPEN_TABLE} (id bigint NOT NULL)")
    for model in models:
        if vendor == "sqlite":
            _install_on_sqlite(cursor, model)
        elif vendor == "postgresql":
            _install_on_postgres(cursor, model)


def remember_new(cursor: Any, vendor: str, model: Any, where: str) -> None:
    """Write what the triggers write of new rows, of all rows at once that ``where`` keeps.

    For a load that has the triggers off while it inserts. In ``where`` the row is ``t``.
    """
    name, (root_model, root_id) = model._meta.model_name, _root(model, "t")
    if vendor == "postgresql":
        row = (
            f"SELECT nullif(current_setting('{SETTING}', true), '')::bigint, clock_timestamp(),"
            f" '{name}', t.id, {root_model}, {root_id}, NULL, to_jsonb(t), true"
        )
    else:
        row = _SQLITE_ROW.format(
            open_table=OPEN_TABLE,
            model=name,
            row="t",
            root_model=root_model,
            root_id=root_id,
            old="NULL",
            new=_sqlite_json(model, "t"),
            content="1",
        )
    cursor.execute(
        f"INSERT INTO relations_version ({_COLUMNS})"  # noqa: S608
        f" {row} FROM {model._meta.db_table} t WHERE {where} ORDER BY t.id"
    )


def _root(model: Any, row: str) -> tuple[str, str]:
    """Give two SQL expressions: the model and the number of the record that ``row`` is part of."""
    names, keys = [], []
    for owner in model.part_of:
        field = model._meta.get_field(owner)
        key = f"{row}.{field.column}"
        owner_model = field.related_model
        if owner_model.part_of:  # the citation of an act: the agreement
            (above,) = owner_model.part_of
            above_field = owner_model._meta.get_field(above)
            found = _ABOVE.format(
                column=above_field.column,
                table=owner_model._meta.db_table,
                model=owner_model._meta.model_name,
                key=key,
            )
            names.append(
                f"WHEN {key} IS NOT NULL THEN '{above_field.related_model._meta.model_name}'"
            )
            keys.append(f"WHEN {key} IS NOT NULL THEN {found}")
        else:
            names.append(f"WHEN {key} IS NOT NULL THEN '{owner_model._meta.model_name}'")
            keys.append(f"WHEN {key} IS NOT NULL THEN {key}")
    own = f"'{model._meta.model_name}'", f"{row}.id"
    if not names:
        return own
    return f"CASE {' '.join(names)} ELSE {own[0]} END", f"CASE {' '.join(keys)} ELSE {own[1]} END"


def _goes_with(model: Any) -> list[tuple[Any, str]]:
    """Give what is a part of a part, with its key to it: the citations of an act.

    Where the act goes to another agreement they go along, though no row of theirs changes.
    """
    if not model.part_of:
        return []
    return [
        (relation.related_model, relation.field.column)
        for relation in model._meta.related_objects
        if relation.field.name in getattr(relation.related_model, "part_of", ())
    ]


def _columns(model: Any) -> list[str]:
    return [field.column for field in model._meta.concrete_fields]


def _sqlite_json(model: Any, row: str) -> str:
    return "json_object(" + ", ".join(f"'{c}', {row}.\"{c}\"" for c in _columns(model)) + ")"


def _install_on_sqlite(cursor: Any, model: Any) -> None:
    table, name = model._meta.db_table, model._meta.model_name
    columns = _columns(model)

    def as_json(row: str) -> str:
        return _sqlite_json(model, row)

    def differ(names: list[str]) -> str:
        return "(" + " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in names) + ")"

    def row(which: str, old: str, new: str, content: str = "1") -> str:
        root_model, root_id = _root(model, which)
        return _SQLITE_ROW.format(
            open_table=OPEN_TABLE,
            model=name,
            row=which,
            root_model=root_model,
            root_id=root_id,
            old=old,
            new=new,
            content=content,
        )

    def create(event: str, suffix: str, when: str, *rows: str) -> None:
        cursor.execute(
            _SQLITE.format(
                table=table,
                event=event,
                name=suffix,
                when=when,
                columns=_COLUMNS,
                rows=" UNION ALL ".join(rows),
            )
        )

    old_root, new_root = _root(model, "OLD"), _root(model, "NEW")
    pairs = [*zip(old_root, new_root, strict=True), ("OLD.id", "NEW.id")]
    same = " AND ".join(f"{a} IS {b}" for a, b in pairs)
    content = differ([c for c in columns if c != NOT_CONTENT])
    changed = differ(columns)
    create("INSERT", "insert", "true", row("NEW", "NULL", as_json("NEW")))
    create("DELETE", "delete", "true", row("OLD", as_json("OLD"), "NULL"))
    create(
        "UPDATE",
        "update",
        f"{changed} AND {same}",
        row("NEW", as_json("OLD"), as_json("NEW"), content),
    )
    with_it = []
    for part, column in _goes_with(model):
        part_table, part_json = part._meta.db_table, _sqlite_json(part, "t")
        for root, old, new in ((old_root, part_json, "NULL"), (new_root, "NULL", part_json)):
            with_it.append(
                _SQLITE_ROW.format(
                    open_table=OPEN_TABLE,
                    model=part._meta.model_name,
                    row="t",
                    root_model=root[0],
                    root_id=root[1],
                    old=old,
                    new=new,
                    content="1",
                )
                + _SQLITE_WITH_IT.format(table=part_table, column=column)
            )
    create(
        "UPDATE",
        "move",
        f"NOT ({same})",
        row("OLD", as_json("OLD"), "NULL"),
        row("NEW", "NULL", as_json("NEW")),
        *with_it,
    )


def _install_on_postgres(cursor: Any, model: Any) -> None:
    table = model._meta.db_table
    (old_model, old_root), (new_model, new_root) = _root(model, "OLD"), _root(model, "NEW")
    cursor.execute(
        _POSTGRES.format(
            table=table,
            setting=SETTING,
            model=model._meta.model_name,
            columns=_COLUMNS,
            not_content=NOT_CONTENT,
            old_model=old_model,
            old_root=old_root,
            new_model=new_model,
            new_root=new_root,
            with_it="".join(
                _POSTGRES_WITH_IT.format(
                    columns=_COLUMNS,
                    model=part._meta.model_name,
                    table=part._meta.db_table,
                    column=column,
                )
                for part, column in _goes_with(model)
            ),
        )
    )
    for trigger in _POSTGRES_TRIGGERS:
        cursor.execute(trigger.format(table=table))
