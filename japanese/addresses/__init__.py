"""Japanese addresses: split them, find their municipality and town in a gazetteer, and say how sure that is."""

from japanese.addresses.gazetteer import Gazetteer, GazetteerError, Municipality, Source
from japanese.addresses.geocode import geocode
from japanese.addresses.place import Note, Place, Point, Precision, coarsen

__all__ = [
    "Gazetteer",
    "GazetteerError",
    "Municipality",
    "Note",
    "Place",
    "Point",
    "Precision",
    "Source",
    "coarsen",
    "geocode",
]
