"""Other servers of the same rows, for comparison: TiPg, PostgREST and Datasette, each in an environment of its own."""
