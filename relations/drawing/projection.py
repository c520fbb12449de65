"""From longitude and latitude to the plane: the Equal Earth projection.

Areas are true to each other. Formula and coefficients: B. Šavrič, T. Patterson and
B. Jenny, "The Equal Earth map projection", International Journal of Geographical
Information Science 33 (2019), 454-465, equations 7 to 9.
"""

from __future__ import annotations

import math

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
MIDDLE = 11  # degrees east; the cut runs through the Bering Strait, and no state lies on it
CUT = MIDDLE - 180


def equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Project degrees to the plane, in radii of the globe; x grows eastwards, y northwards.

    ``longitude`` counts from :data:`MIDDLE`, and may be beyond 180.
    """
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    slope = 9 * A4 * theta**8 + 7 * A3 * theta**6 + 3 * A2 * theta**2 + A1
    x = 2 * math.sqrt(3) * math.radians(longitude - MIDDLE) * math.cos(theta) / (3 * slope)
    y = A4 * theta**9 + A3 * theta**7 + A2 * theta**3 + A1 * theta
    return x, y
