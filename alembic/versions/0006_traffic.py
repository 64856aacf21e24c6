"""Rate limits that several processes share: what an address may still ask, under a digest that nobody can undo tomorrow."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_BUCKET = """
CREATE UNLOGGED TABLE traffic.bucket (digest bytea PRIMARY KEY, full_at double precision NOT NULL);
COMMENT ON TABLE traffic.bucket IS
  'When each bucket of requests will be full again. The digest is keyed anew every day; full buckets are deleted.';
CREATE INDEX ix_bucket_full_at ON traffic.bucket (full_at);
CREATE TABLE traffic.secret (day date PRIMARY KEY, key bytea NOT NULL);
COMMENT ON TABLE traffic.secret IS 'The key of today''s digests; yesterday''s is deleted.';
"""

# The rate is the generic cell rate algorithm, as in api/limits.py: one moment says what a bucket holds.
_TAKE = """
CREATE FUNCTION traffic.take(bucket bytea, rate double precision, burst integer) RETURNS double precision
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE moment double precision; filled double precision; pause double precision;
BEGIN
  INSERT INTO traffic.bucket VALUES (bucket, 0) ON CONFLICT DO NOTHING;
  SELECT b.full_at INTO filled FROM traffic.bucket b WHERE b.digest = bucket FOR UPDATE;
  moment := extract(epoch FROM clock_timestamp());
  filled := greatest(coalesce(filled, 0), moment);
  pause := filled - moment - (burst - 1) / rate;
  IF pause <= 0 THEN
    UPDATE traffic.bucket b SET full_at = filled + 1 / rate WHERE b.digest = bucket;
  END IF;
  RETURN greatest(pause, 0);
END $$
"""

_SWEEP = """
CREATE FUNCTION traffic.sweep() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM traffic.bucket WHERE full_at < extract(epoch FROM clock_timestamp())
$$
"""

_KEY = """
CREATE FUNCTION traffic.todays_key() RETURNS bytea
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE today date := (clock_timestamp() AT TIME ZONE 'UTC')::date; found bytea;
BEGIN
  INSERT INTO traffic.secret VALUES (today, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
    ON CONFLICT DO NOTHING;
  DELETE FROM traffic.secret WHERE day < today;
  SELECT key INTO found FROM traffic.secret WHERE day = today;
  RETURN found;
END $$
"""

_FUNCTIONS = ("traffic.take(bytea, double precision, integer)", "traffic.sweep()", "traffic.todays_key()")


def upgrade() -> None:
    op.execute("CREATE SCHEMA traffic")
    for statement in (_BUCKET, _TAKE, _SWEEP, _KEY):
        op.execute(statement)
    op.execute("GRANT USAGE ON SCHEMA traffic TO kanri_api")
    for function in _FUNCTIONS:
        # The role asks by these and reads no row: it learns of no bucket but the one it names.
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO kanri_api")


def downgrade() -> None:
    op.execute("DROP SCHEMA traffic CASCADE")
