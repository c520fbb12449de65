"""The public pages: thin; what they show is gathered in relations.reading."""
