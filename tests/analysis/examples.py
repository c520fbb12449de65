"""Published examples, with the numbers that were printed for them, and where.

The paper of Signorino and Ritter prints two decimals; the decimals beyond come from the
documentation of the programs named here, on the same data.
"""

from __future__ import annotations

# Table 6 of Signorino and Ritter (1999): commitments of Germany and of Russia to each state
# of Europe in 1914, from 0 (none) to 3 (defence pact), and the share of capabilities. As in
# the data set gmyrus14 of the R package fpsim (S. V. Miller), printed in his
# https://svmiller.com/blog/2026/06/alliances-weighting-foreign-policy-similarity/
EUROPE_1914 = [
    # state, capabilities, Germany, Russia
    ("GMY", 0.25, 3, 0),
    ("RUS", 0.21, 0, 3),
    ("UKG", 0.20, 0, 1),
    ("FRN", 0.08, 0, 3),
    ("AUH", 0.08, 3, 0),
    ("ITA", 0.05, 3, 1),
    ("BEL", 0.03, 0, 0),
    ("SPN", 0.03, 0, 0),
    ("TUR", 0.02, 0, 0),
    ("NTH", 0.01, 0, 0),
    ("SWD", 0.01, 0, 0),
    ("RUM", 0.01, 3, 0),
    ("POR", 0.01, 0, 0),
    ("SWZ", 0.01, 0, 0),
    ("GRC", 0.00, 0, 0),
    ("DEN", 0.00, 0, 0),
    ("YUG", 0.00, 0, 0),
    ("BUL", 0.00, 0, 0),
    ("NOR", 0.00, 0, 0),
    ("ALB", 0.00, 0, 0),
]
COMMITMENTS = (0.0, 1.0, 2.0, 3.0)

# What fpsim's reference pages print for it: docs/reference/srs.md, spi.md, cohenk.md and
# taub.md of github.com/svmiller/fpsim. Its pi is nominal, its kappa squared.
FPSIM = {
    "S, absolute": 0.4,
    "S, squared": 0.4444444,
    "S, absolute, weighted": -0.46,
    "pi, nominal": -0.04477612,
    "kappa, squared": -0.07758621,
    "tau-b": 0.03031695,
}

# Two abstractors on 100 records: cont3x3abstractors of the R package irrCAC (K. L. Gwet),
# with its kappa2.table() and scott2.table(); README of github.com/kgwet/irrCAC, and for
# quadratic weights https://rdrr.io/cran/irrCAC/man/kappa2.table.html
ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
IRRCAC = {
    "pi, nominal": 0.7962397,
    "kappa, nominal": 0.7964094,
    "kappa, squared": 0.8921569,
}

# Raters 2 and 3 of the data set anxiety of the R package irr (M. Gamer et al.) with what its
# kappa2() printed, both as in test_inter_rater.py of statsmodels. It takes the levels that
# occur, 1, 2, 3, 4 and 6, as equally spaced: so 6 stands here as 5.
ANXIETY = (
    [3, 5, 4, 5, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
    [2, 1, 4, 4, 3, 2, 1, 5, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2],
)
IRR = {
    "kappa, nominal": -0.006289308,
    "kappa, absolute": 0.1459075,
    "kappa, squared": 0.2520325,
}

# Small examples of Signorino and Ritter (1999, p. 133 and before), whose S the paper gives to
# two decimals, and of Häge (2011, p. 291), as a reconstruction of the authors' Gauss code in R
# cites them. The exact fractions follow from the definition by hand.
SMALL = [
    # portfolio, portfolio, levels, S with absolute distances: as a fraction, as printed
    ([0, 1, 2, 3], [3, 2, 1, 0], COMMITMENTS, -1 / 3, -0.33),
    ([1, 2, 2, 3], [3, 2, 2, 1], COMMITMENTS, 1 / 3, 0.33),
    ([2, 2, 3, 3], [3, 3, 2, 2], COMMITMENTS, 1 / 3, 0.33),
    ([3, 3, 3, 3], [3, 3, 3, 3], COMMITMENTS, 1.0, 1.0),
    ([3, 3, 1, 2], [3, 3, 1, 3], (1.0, 2.0, 3.0), 3 / 4, 0.75),
    ([1, 0, 0, 1, 0, 0, 1, 0, 0, 0], [0, 1, 1, 0, 0, 0, 1, 1, 0, 0], (0.0, 1.0), 0.0, 0.0),
]
