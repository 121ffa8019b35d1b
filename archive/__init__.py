"""The archive: the only room that changes rows. It knows SQLite and knows no Scrapy."""
