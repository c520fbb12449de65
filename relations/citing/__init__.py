"""How a record is cited, and how other programs read what it is."""
