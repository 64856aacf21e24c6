"""Totals for each municipality, with its outline or a point, and what they can be set against."""

from collections.abc import Sequence

from db.queries import match_records
from db.statements import Condition, Statement
from db.vocabulary import PermitStatus, Role

_SUPERVISING = (str(Role.SUPERVISING_ORGANIZATION), str(Role.SUPERVISING_SUPPORT_ORGANIZATION))
_DIGITS = 5  # of a degree: about a metre

# A place told only to its municipality carries the municipality's own point, which stands for it best.
_COUNTED = """
SELECT v.municipality, min(v.prefecture) AS prefecture, min(v.id) AS sample, count(*) AS count,
       count(DISTINCT v.organization_id) AS organizations,
       coalesce(ST_Centroid(ST_Collect(v.geometry) FILTER (WHERE v.precision = 'municipality')),
                ST_Centroid(ST_Collect(v.geometry))) AS point
FROM {matching} GROUP BY v.municipality
"""
# A permit of which only its revocation tells is never in force, so one that is proves that a list was read.
_PERMITS = """
SELECT p.municipality, count(*) AS in_force FROM published.version_permit p
WHERE p.edition_from <= $1 AND p.edition_to > $1 AND p.category = '{in_force}' AND p.roles && ARRAY[{roles}]
GROUP BY p.municipality
"""
_TOTALS = """
WITH counted AS ({counted}), permits AS ({permits})
SELECT c.municipality, c.prefecture, c.count, c.organizations,
       CASE WHEN EXISTS (SELECT FROM permits) THEN coalesce(p.in_force, 0) END AS permits_in_force,
       coalesce(a.name, s.summary::jsonb #>> '{{place,municipality}}') AS name,
       CASE WHEN a.geom IS NOT NULL THEN 'boundary' WHEN c.point IS NOT NULL THEN 'points' END AS drawn,
       CASE WHEN c.municipality IS NOT NULL THEN ST_AsGeoJSON(coalesce(a.geom, c.point), {digits}) END AS geometry
FROM counted c
LEFT JOIN permits p ON p.municipality = c.municipality
LEFT JOIN published.municipality_area a ON a.code = c.municipality
LEFT JOIN published.version_{kind} s ON s.id = c.sample AND s.edition_from <= $1 AND s.edition_to > $1
ORDER BY c.municipality NULLS LAST
"""


def total_by_municipality(*, kind: str, edition: int, conditions: Sequence[Condition]) -> Statement:
    """Records and organizations of each municipality that has any, by code; those without one come last.

    (municipality, prefecture, count, organizations, permits_in_force, name, drawn, geometry). The permits are those of
    supervising organizations, null where the edition knows none at all, as before their list is read; geometry is GeoJSON text, WGS 84.
    """
    matching = match_records(kind=kind, edition=edition, conditions=conditions)
    permits = _PERMITS.format(in_force=PermitStatus.IN_FORCE, roles=", ".join(f"'{role}'" for role in _SUPERVISING))
    counted = _COUNTED.format(matching=matching.sql)
    return Statement(_TOTALS.format(counted=counted, permits=permits, digits=_DIGITS, kind=kind), matching.values)
