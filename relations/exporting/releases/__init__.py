"""Numbered releases: folders that are written once, each with every format and a manifest.

The folder is the record: no table of the database knows of releases. ``shelf`` reads them,
``making`` makes the next one, ``changelog`` tells what changed between two, ``packing`` puts
the files of a format into one.
"""

from .making import NothingChanged, NumberTaken, ReleaseUnderWay, make_release
from .shelf import BrokenRelease, Release, as_it_stands, find_release, releases

__all__ = [
    "BrokenRelease",
    "NothingChanged",
    "NumberTaken",
    "Release",
    "as_it_stands",
    "ReleaseUnderWay",
    "find_release",
    "make_release",
    "releases",
]
