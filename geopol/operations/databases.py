"""How the site connects to its database, made of settings: pooling, and what waits how long."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured

POSTGRESQL = "django.db.backends.postgresql"


def configuration(
    database: dict[str, Any], *, pool: int = 0, pgbouncer: bool = False
) -> dict[str, Any]:
    """Give an entry of DATABASES for PostgreSQL, from what its URL says.

    ``pool`` is how many connections a process shares among its threads; 0: each thread keeps
    one of its own. ``pgbouncer`` says that the URL leads to one which pools transactions, so
    that nothing may be kept in a session. Raises ImproperlyConfigured where both are wanted.
    """
    if pool < 0:
        raise ImproperlyConfigured(f"DATABASE_POOL is {pool}: it must be 0 or more connections.")
    if pool and pgbouncer:
        raise ImproperlyConfigured("DATABASE_POOL and PGBOUNCER are both set: one pool is enough.")
    options: dict[str, Any] = {
        # A machine that is gone without a word is noticed after seconds, not after hours.
        "connect_timeout": 3,
        "tcp_user_timeout": 5_000,
        "keepalives_idle": 10,
        "keepalives_interval": 3,
        "keepalives_count": 3,
        "application_name": "geopol",
        **database.get("OPTIONS", {}),
    }
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 5}
    return {
        **database,
        "OPTIONS": options,
        # A pool keeps the connections by itself, and Django refuses both.
        "CONN_MAX_AGE": 0 if pool else 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": pgbouncer,
    }


def replicas(primary: dict[str, Any], copies: list[dict[str, Any]]) -> dict[str, Any]:
    """Give the entries of DATABASES for copies of the primary, made as it is made.

    Raises ImproperlyConfigured where one or the other is no PostgreSQL.
    """
    for database in (*copies, primary) if copies else ():
        if database["ENGINE"] != POSTGRESQL:
            raise ImproperlyConfigured("REPLICA_URLS: only PostgreSQL streams to copies.")
    made = {}
    for number, copy in enumerate(copies, 1):
        # Not to whom the primary writes: any server will do.
        options = {k: v for k, v in primary["OPTIONS"].items() if k != "target_session_attrs"}
        made[f"replica_{number}"] = {
            **primary,
            **copy,
            "OPTIONS": {**options, **copy.get("OPTIONS", {})},
            "TEST": {"MIRROR": "default"},
        }
    return made


def seconds(name: str, value: str) -> float:
    """Read a setting that is a time in seconds, 0 for none. Raises ImproperlyConfigured."""
    try:
        number = float(value)
    except ValueError:
        number = -1
    if not 0 <= number <= 86_400:
        raise ImproperlyConfigured(
            f"{name} is {value!r}: it must be seconds, from 0 (no limit) to 86400."
        )
    return number
