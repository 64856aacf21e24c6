"""Japanese addresses: split, found in a gazetteer to municipality and town, with how sure that is."""

from japanese.addresses.batch import geocode_file
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
    "geocode_file",
]
