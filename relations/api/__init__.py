"""The programs' face of the data: read-only, at /api/v1/ before the address of a page.

``shapes`` says what a record looks like and makes values, JSON Schema and choice of fields
of it; ``records`` are those of each kind; ``kinds`` ties each to the filters of its list,
and ``filters`` has those of what has no list of pages. ``queries`` reads the words of an
address, ``cursors`` and ``lists`` page and stream; ``pairs``, ``searching``, ``vocabulary``
and ``index`` are what is no list; ``operations`` names all addresses. ``problems`` says what
is wrong, ``door`` is what every answer passes through, ``limits`` counts requests,
``document`` finishes the OpenAPI document that django-ninja makes, and ``docs`` shows it.
"""
