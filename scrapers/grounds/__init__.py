from scrapers.grounds.citations import UnreadableReason, read_citations
from scrapers.grounds.violations import classify_violations
