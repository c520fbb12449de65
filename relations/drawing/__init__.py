"""Pictures as SVG, made of plain data: timelines, bars over time, a world map, a network.

Knows no database. Every picture is a :class:`~relations.drawing.svg.Picture`: the
drawing, its title and description, and a table of the same figures.
"""
