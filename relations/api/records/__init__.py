"""The shape of each kind of record."""
