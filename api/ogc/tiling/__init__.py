"""Vector tiles: OGC API – Tiles, TileJSON and a style to draw them with."""
