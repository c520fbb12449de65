"""The whole database in one file, and back: one moment of it, proved equal.

A backup is a zip file of two: the database as its own tools write it (a SQLite file, or
``pg_dump``'s custom format) and ``manifest.json``, which says of that same moment how many
rows each table held and what their digest was (:mod:`.manifest`). :mod:`.sqlite` and
:mod:`.postgres` copy; :mod:`.archive` keeps files whole; :mod:`.moving` puts it together.
"""

from .archive import BackupError
from .manifest import Manifest
from .moving import back_up, differences, restore, unapplied

__all__ = ["BackupError", "Manifest", "back_up", "differences", "restore", "unapplied"]
