"""Politeness, and the life of a record as one ordered dict."""

import os

BOT_NAME = "openkanri"
SPIDER_MODULES = ["scrapers.spiders"]
NEWSPIDER_MODULE = "scrapers.spiders"
COMMANDS_MODULE = "scrapers.commands"

CONTACT = os.environ.get("KANRI_CONTACT", "https://openkanri.example/contact")
USER_AGENT = f"OpenKanri/0.1 (open register of oversight records; contact: {CONTACT})"

# What a spider yields goes through its life in batches, of which so many are under way at once.
SPIDER_MIDDLEWARES = {"scrapers.gathering.Gather": 950}
CONCURRENT_ITEMS = 4

ITEM_PIPELINES = {
    "scrapers.pipelines.Unique": 100,
    "scrapers.pipelines.Clean": 200,
    "scrapers.pipelines.Grade": 300,
    "scrapers.pipelines.Locate": 400,
    "scrapers.pipelines.Count": 500,
    "scrapers.pipelines.Store": 600,
}

# Publishers are asked slowly, one question at a time, and never again when they are in trouble.
ROBOTSTXT_OBEY = True
# One in all: while a publisher asks us to wait, or after it failed, no other request is under way.
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 3
DOWNLOAD_DELAY_JITTER = 0
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
RETRY_ENABLED = False
COOKIES_ENABLED = False
REDIRECT_MAX_TIMES = 5
REFERRER_POLICY = "no-referrer"
# Scrapy's default believes any certificate; then a list of hosts would mean nothing.
DOWNLOAD_VERIFY_CERTIFICATES = True

# Answers pass from the last to the first: decompressed (590), kept, followed if they lead elsewhere, judged.
# A redirect is kept before it is followed, or the raw store could not be read again on its own.
DOWNLOADER_MIDDLEWARES = {
    # HostGuard's errors reach the spider; this one and the filter of duplicates drop a request without a word.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapers.fetching.HostGuard": 40,
    "scrapers.fetching.StopOnTrouble": 560,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": 570,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": 571,
    "scrapers.keeping.KeepBytes": 580,
}
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
# One handler for live and replayed crawls: in a replay it connects to the loopback server instead of the host.
DOWNLOAD_HANDLERS = {
    "http": "scrapers.fetching.KanriDownloadHandler",
    "https": "scrapers.fetching.KanriDownloadHandler",
    "file": None,
    "ftp": None,
    "s3": None,
    "data": None,
}

LOG_LEVEL = "WARNING"
# Rows carry names of people: no log line ever quotes one.
LOG_FORMATTER = "scrapers.quiet_log.SilentFormatter"
# The first two open a port through which a crawl could be commanded; the others tell nobody anything.
EXTENSIONS = {
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
    "scrapy.extensions.corestats.CoreStats": None,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
}
FEED_EXPORT_ENCODING = "utf-8"
