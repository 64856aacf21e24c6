"""Maps: OGC API – Features and Tiles over what is published, at /ogc."""
