"""From a publisher's bytes to plain data: each reader runs in a child process with limits."""

from scrapers.readers.child import Limits, UnreadableFile, read_in_child
from scrapers.readers.media import Media, sniff

__all__ = ["Limits", "Media", "UnreadableFile", "read_in_child", "sniff"]
