"""Watches: tells subscribers what is new. Reads the registry and the archive; knows no spider and no pipeline.

telling.tell     matches what is new, makes messages, hands them over, and says what came of it
saved            a row of the registry as what the archive is asked for
told             what a message tells, as values: the seam between matching and writing
writing          those values as subject, plain text and HTML
carriers, mail   the way out: apprise, and mail with a fixed Message-ID
"""
