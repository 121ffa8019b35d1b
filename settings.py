"""Settings: values only. Each can be given as `-s NAME=VALUE` and as environment variable NEWS_NAME.

Paths are relative to scrapy.cfg. Names of rooms stand here as strings; this file imports nothing of ours.
"""

import os
from pathlib import Path

BOT_NAME = "afscme-news-archive"
VERSION = "0.1.0"

# ---- the project's own settings; docs/settings.md explains each ------------------------------------------------
ARCHIVE_PATH = "data/archive.db"
REGISTRY_DIR = "data/registry"
KIND_RULES = "data/rules/kinds.csv"
STORY_RULINGS = "data/rules/stories.csv"
TOPIC_RULES = "data/rules/topics.csv"
BODY_NAMES = "data/rules/bodies.csv"
GAZETTEER_DIR = "data/gazetteer"
CAPTURES_DIR = "data/captures"
BACKUP_DIR = "data/backups"
METRICS_FILE = ""  # a file for Prometheus (textfile format), written at the end of each run; empty: none
CAPTURES = True  # keep the bytes of posts as they were received, as WARC files in CAPTURES_DIR
CAPTURES_MAX_GB = 5.0  # what CAPTURES_DIR may hold; then the oldest bytes go of posts that have newer ones
CAPTURES_KEEP_DAYS = 0  # days after which bytes may go; 0 keeps them for ever
SITE_ADDRESS = ""  # where readers reach the site, such as https://news.example.org; watches' messages lead there
WATCH_ZONE = "America/New_York"  # the clock of daily and weekly watches whose row names no zone
CONTACT = ""  # an address or a page where a webmaster reaches you; goes into the user agent
ALLOW_PRIVATE_HOSTS = False  # True opens loopback (127.0.0.0/8, ::1), nothing else
CRAWL_DELAY_MAX = 30.0  # seconds; the longest Crawl-delay that is kept within a run
PAGE_DELAY = 1.0  # seconds between two requests to one host where robots.txt asks for nothing
INSTALLATION_LIMIT = 2  # requests in flight to one installation, whatever its hosts
INSTALLATION_DELAY = 1.0  # seconds between two requests to one installation
READ_WORKERS = 1  # processes that read pages beside the engine; 0 reads in the engine's own process
PRACTICE_WEB = ""  # http://127.0.0.1:PORT: every host is asked there, Host header kept; needs ALLOW_PRIVATE_HOSTS
CRAWL_NOW = ""  # for the practice web and tests: the clock of a run, with its zone; needs ALLOW_PRIVATE_HOSTS
BROWSER_PATH = ""  # a Chromium for the rows that ask for a browser; empty: the one that Playwright installed
PAGES_PER_VISIT = 60  # pages of posts that one visit reads at the most; the next visit goes on
RUN_LOG = ""  # a file that gets a line of JSON for each visit and each run; empty: none
PING_ADDRESS = ""  # a dead-man service, called after each run; its path is a secret, so set NEWS_PING_ADDRESS
LOOK_AGAIN_PER_VISIT = 10  # pages read before that one visit looks at again at the most; 0 looks at none

# ---- wiring ----------------------------------------------------------------------------------------------------
SPIDER_LOADER_CLASS = "spiders.loader.RegistryLoader"
SPIDER_MODULES = ["spiders"]
COMMANDS_MODULE = "commands"
ADDONS: dict[str, int] = {}
EXTENSIONS = {
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.logstats.LogStats": None,
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,  # families read every status themselves
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
}
DOWNLOADER_MIDDLEWARES = {
    # towards the site (small numbers see a request first and a response last)
    "fetching.guard.AddressGuard": 50,
    "fetching.robots.Rfc9309Middleware": 100,
    "fetching.pace.PaceMiddleware": 150,
    "fetching.browser.BrowserRows": 170,
    "fetching.validators.ValidatorsMiddleware": 200,
    "fetching.agent.UserAgent": 500,
    "fetching.retry.RetryPlainly": 550,
    "fetching.compression.UnpackMiddleware": 590,
    "fetching.captures.KeepReceived": 595,
    "fetching.redirects.RedirectWithinSource": 600,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
}
DOWNLOAD_HANDLERS = {
    "http": "fetching.handler.PoliteHandler",
    "https": "fetching.handler.PoliteHandler",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}
TWISTED_DNS_RESOLVER = "fetching.guard.PublicResolver"
SCHEDULER_PRIORITY_QUEUE = "fetching.queue.PoliteQueue"
ITEM_PIPELINES = {
    "pipelines.crawl_log.CrawlLog": 50,
    "pipelines.normalize.Normalize": 100,
    "pipelines.validate.Validate": 200,
    "pipelines.kind.Kinds": 300,
    "pipelines.language.Language": 400,
    "pipelines.store.Store": 900,
}

# ---- a good guest ----------------------------------------------------------------------------------------------
ROBOTSTXT_OBEY = True  # kept by fetching.robots, not by Scrapy's own middleware
CONCURRENT_REQUESTS = 128
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 4  # Scrapy makes as many tasks for each answer, items or not; 100 are a third of a poll's CPU
DOWNLOAD_DELAY = 0  # the pace of each host is set by fetching.pace
DOWNLOAD_DELAY_JITTER = 0
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = True
DOWNLOAD_VERIFY_CERTIFICATES = True
RETRY_TIMES = 1
RETRY_HTTP_CODES: list[int] = []  # what a status means is decided by pace and the families
REDIRECT_MAX_TIMES = 8
COOKIES_ENABLED = False
REFERER_ENABLED = False
DEPTH_STATS_VERBOSE = False
DOWNLOADER_STATS = False  # nobody reads them, and they cost each request a thirtieth of its CPU
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
HTTPCACHE_ENABLED = False
AUTOTHROTTLE_ENABLED = False
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en, es;q=0.8",
}

# ---- machine ---------------------------------------------------------------------------------------------------
DNS_TIMEOUT = 10
REACTOR_THREADPOOL_MAXSIZE = 32  # names are resolved in threads; ten dead names must not keep the living waiting
LOG_LEVEL = "WARNING"
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
STATS_DUMP = False
MEMUSAGE_ENABLED = False

# ---- environment: NEWS_NAME wins over the value above; a command line's -s wins over both ------------------------
for _name, _value in dict(globals()).items():
    _given = os.environ.get(f"NEWS_{_name}")
    if _name.isupper() and _given is not None:
        if isinstance(_value, bool):
            globals()[_name] = _given.strip().lower() in {"1", "true", "yes", "on"}
        elif isinstance(_value, int | float):
            try:
                globals()[_name] = type(_value)(_given)
            except ValueError:
                globals()[_name] = _given  # refused with a sentence by the commands
        elif isinstance(_value, str):
            globals()[_name] = _given
if "NEWS_ARCHIVE_PATH" in os.environ and "NEWS_CAPTURES_DIR" not in os.environ:
    CAPTURES_DIR = str(Path(ARCHIVE_PATH).parent / "captures")  # an archive's captures lie beside it
USER_AGENT = f"{BOT_NAME}/{VERSION} (+{CONTACT})" if CONTACT else f"{BOT_NAME}/{VERSION}"
