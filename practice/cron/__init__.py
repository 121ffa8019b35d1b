"""`python -m practice cron`: three days of cron, killed at twenty points, and what reached the readers all the same.

sinks     a mail server and a webhook that note what they get, and can hold an answer until the sender is dead
watches   the rows, and in plain code what each of them should hear
killing   when to kill: at random, at the lock, in the looking back, with a message under way
playing   the days as cron would play them, each call a real `scrapy` in a process group of its own
expecting what readers should have been told, from the truth and the archive's posts
judging   the comparison, and its table
closing   health, backup and restore afterwards
"""
