"""Communes and départements of France: their codes, names, postcodes and places, held in files and not in tables.

The files are built by `tools/build_communes.py`; `SOURCE.md` says from what and under which licence.
Nothing is read before the first use.
"""

from .communes import ROAD_FACTOR, Commune, UnknownCommune, commune, communes, distance_km
from .departements import DEPARTEMENTS, Departement, UnknownDepartement, departement
from .search import find, resolve

__all__ = [
    "DEPARTEMENTS",
    "ROAD_FACTOR",
    "Commune",
    "Departement",
    "UnknownCommune",
    "UnknownDepartement",
    "commune",
    "communes",
    "departement",
    "distance_km",
    "find",
    "resolve",
]
