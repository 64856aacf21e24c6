"""The register of corporate numbers (法人番号): kept in the database, and matched with organizations."""
