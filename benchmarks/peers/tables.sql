-- The public organizations as a plain table, as anyone would serve them: a column for each member, and the indexes
-- that the questions of the benchmark need.
CREATE SCHEMA peers;

CREATE TABLE peers.organizations AS
SELECT v.id, d ->> 'name' AS name, d ->> 'name_kana' AS name_kana, d ->> 'name_en' AS name_en, d -> 'other_names' AS other_names,
  d ->> 'legal_form' AS legal_form, d ->> 'grade' AS grade, v.corporate_number, d -> 'roles' AS roles, d -> 'regimes' AS regimes,
  d ->> 'address' AS address, d ->> 'telephone' AS telephone, v.prefecture, v.municipality, d -> 'place' AS place,
  d -> 'permits' AS permits, (d ->> 'disposition_count')::int AS disposition_count,
  (d ->> 'last_disposition_on')::date AS last_disposition_on, v.has_dispositions, v.status, v.first_seen_at,
  v.last_seen_at, (d ->> 'withdrawn_at')::timestamptz AS withdrawn_at, v.geometry
FROM published.version_organization v, LATERAL (SELECT v.summary::jsonb AS d) AS document
WHERE v.edition_to = 2147483647 ORDER BY v.id;

ALTER TABLE peers.organizations ADD PRIMARY KEY (id);
CREATE INDEX ON peers.organizations USING gist (geometry);
CREATE INDEX ON peers.organizations USING gin (name gin_trgm_ops);
CREATE INDEX ON peers.organizations (prefecture, has_dispositions, id);
CREATE INDEX ON peers.organizations (municipality);

-- What PostgREST cannot ask of a table: a bounding box, and a vector tile with what our own tiles tell.
CREATE FUNCTION peers.in_box(west float8, south float8, east float8, north float8)
RETURNS SETOF peers.organizations LANGUAGE sql STABLE AS $$
  SELECT * FROM peers.organizations WHERE geometry && ST_MakeEnvelope(west, south, east, north, 4326)
$$;

CREATE DOMAIN peers."application/vnd.mapbox-vector-tile" AS bytea;

CREATE FUNCTION peers.tile(z int, x int, y int)
RETURNS peers."application/vnd.mapbox-vector-tile" LANGUAGE sql STABLE AS $$
  SELECT ST_AsMVT(rows, 'organizations') FROM (
    SELECT id, legal_form, has_dispositions, status,
      ST_AsMVTGeom(ST_Transform(geometry, 3857), ST_TileEnvelope(z, x, y)) AS geom
    FROM peers.organizations WHERE geometry && ST_Transform(ST_TileEnvelope(z, x, y), 4326)
  ) AS rows
$$;

ANALYZE peers.organizations;
