"""Indicators of oversight: figures that publishers gave, reviewed by hand, beside our own counts."""
