"""How the project asks: which addresses, by which rules, how fast, and what an answer or its absence means.

Scrapy's downloader middlewares and its handler, each in one file. The room knows Scrapy and never the archive: what is
known already comes through the spider's `known`, `registry` and `now`, and what it learns leaves as signals.
"""
