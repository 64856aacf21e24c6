"""The bundled sample: a small, wholly fictional copy of the publishers' sites, and what writes it."""
