"""Measures of alignment and position, as pure functions on plain data.

Knows neither Django nor a database: dates, ties and stances in, numbers out. Where the
numbers depend on a choice (how much a kind of tie weighs, how fast a statement fades),
that choice is an argument without a default, so that whoever shows a figure shows it too.

===================  ==========================================================
``between``          when something happened: between two days
``ties``             a tie of an actor with others, and whether it is in force
``tables``           joint tables of two portfolios: what every measure is made of
``measures``         S, pi, kappa, tau-b and Jaccard on such tables
``portfolios``       ties as portfolios, day by day, with what is uncertain
``all_pairs``        every pair of actors on every day, whole or after an edit
``bounds``           lowest and highest similarity that uncertain ties leave open
``means``            weighted means whose weights and values are uncertain
``stances``          balance of stances, which fade with time
``exposure``         share of ties with a pole, and the lean between two poles
``over_time``        exposure, lean and balance of many days at once
``events``           the ties that moved a series
``network``          degree, betweenness and communities
===================  ==========================================================
"""
