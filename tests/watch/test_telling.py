"""Messages on their way: to a real mail server and a real webhook, at the right time, once."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlite_utils

from archive.telling import begin_attempt, carrier_standings
from tests.builders import NOW, fresh_archive, one, rows
from tests.watch.room import (
    DAY,
    HOUR,
    HookSink,
    MailSink,
    begun,
    crawl,
    free_port,
    hook_sink,
    mail_sink,
    post,
    rows_with,
    tell,
    watch,
)
from watch.carriers import Carriers

LATER = NOW + HOUR


@pytest.fixture
def db() -> sqlite_utils.Database:
    return fresh_archive()


@pytest.fixture(scope="module")
def mails() -> Iterator[MailSink]:
    with mail_sink() as sink:
        yield sink


@pytest.fixture
def mail(mails: MailSink) -> MailSink:
    mails.taken.clear()
    mails.people.clear()
    mails.answer, mails.before_answer = "250 OK", lambda: None
    return mails


@pytest.fixture(scope="module")
def hooks() -> Iterator[HookSink]:
    with hook_sink() as sink:
        yield sink


@pytest.fixture
def hook(hooks: HookSink) -> HookSink:
    hooks.taken.clear()
    hooks.status = 200
    return hooks


def ways(mail: MailSink | None = None, hook: HookSink | None = None) -> Carriers:
    return Carriers({**({"MAIL": mail.address} if mail else {}), **({"HOOK": hook.address} if hook else {})})


def test_a_mail_says_what_is_new_why_and_how_to_leave(db: sqlite_utils.Database, mail: MailSink) -> None:
    known = begun(db, watch())
    crawl(db, LATER, [post(1, "The <b>nurses</b> strike", LATER, title="Nurses & friends <img src=x>\u202e")])
    account = tell(db, known, LATER, ways(mail))
    assert (account.sent, account.failed, len(mail.taken)) == (1, 0, 1)
    (letter,) = mail.taken
    assert letter["Subject"] == "New: Nurses & friends <img src=x> – Council 900"
    assert letter["Message-ID"] == f"<{one(db, 'SELECT id FROM deliveries')}>"
    assert letter["List-Id"] == "Watch strikes <strikes.watch.news.example.org>"
    assert letter["List-Unsubscribe"] == "<mailto:ops@example.org?subject=unsubscribe%20strikes>"
    assert letter["X-Possible-Repeat"] is None
    text = letter.get_body(("plain",)).get_content()
    html = letter.get_body(("html",)).get_content()
    assert "*strike*" in text
    assert "finds the marked words in its text" in text
    assert "https://council-900.example/news/post-1" in text
    assert "https://news.example.org/items/1" in text
    assert "To be taken off its list, write to ops@example.org and name the watch “strikes”." in text
    assert ">strike</mark>" in html
    assert "&lt;b&gt;nurses&lt;/b&gt;" in html
    assert "<img" not in html
    assert "<script" not in html


def test_a_webhook_gets_the_id_as_idempotency_key_and_the_same_as_data(
    db: sqlite_utils.Database, hook: HookSink
) -> None:
    known = begun(db, watch(carriers=("HOOK",)))
    crawl(db, LATER, [post(1, "strike", LATER)])
    tell(db, known, LATER, ways(hook=hook))
    ((headers, body),) = hook.taken
    assert headers["Idempotency-Key"] == body["delivery"] == one(db, "SELECT id FROM deliveries")
    assert headers["X-Possible-Repeat"] == "no"
    assert body["title"] == "New: Notice 1 – Council 900"
    assert body["told"]["entries"][0]["url"] == "https://council-900.example/news/post-1"
    assert "*strike*" in body["told"]["entries"][0]["extract"]


def test_nothing_is_told_twice_and_nothing_where_nothing_is_new(db: sqlite_utils.Database, mail: MailSink) -> None:
    known = begun(db, watch())
    crawl(db, LATER, [post(1, "strike", LATER)])
    for again in range(3):
        tell(db, known, LATER + again * HOUR, ways(mail))
    assert len(mail.taken) == 1


def test_each_carrier_of_a_watch_is_told_for_itself(db: sqlite_utils.Database, mail: MailSink, hook: HookSink) -> None:
    known = begun(db, watch(carriers=("MAIL", "HOOK", "atom")))
    crawl(db, LATER, [post(1, "strike", LATER)])
    mail.answer = "451 come back later"
    account = tell(db, known, LATER, ways(mail, hook))
    assert (account.sent, account.failed) == (1, 1)
    assert len(hook.taken) == 1
    mail.answer = "250 OK"
    tell(db, known, LATER + timedelta(minutes=2), ways(mail, hook))
    assert (len(mail.taken), len(hook.taken)) == (1, 1)
    assert mail.taken[0]["X-Possible-Repeat"] is None, "the server had refused it in so many words"


def test_more_than_the_cap_is_counted_and_not_sent(db: sqlite_utils.Database, mail: MailSink) -> None:
    known = begun(db, watch(cap=3))
    crawl(db, LATER, [post(number, "strike", LATER) for number in range(1, 11)])
    tell(db, known, LATER, ways(mail))
    assert [str(letter["Subject"]).split(" – ")[0] for letter in mail.taken] == [
        "New: Notice 1", "New: Notice 2", "New: Notice 3",
    ]  # fmt: skip
    last = mail.taken[-1]
    assert "and 7 more" in str(last["Subject"])
    assert (
        "And 7 more. All of them: https://news.example.org/search?q=strike" in last.get_body(("plain",)).get_content()
    )
    tell(db, known, LATER + DAY, ways(mail))
    assert len(mail.taken) == 3


def test_quiet_hours_keep_messages_until_they_are_over(db: sqlite_utils.Database, mail: MailSink) -> None:
    known = begun(db, watch(quiet="22:00-07:00 America/Chicago"))
    night = datetime(2026, 3, 3, 5, 0, tzinfo=UTC)  # eleven at night
    crawl(db, night, [post(1, "strike", night)])
    assert tell(db, known, night, ways(mail)).sent == 0
    morning = datetime(2026, 3, 3, 13, 0, tzinfo=UTC)
    assert tell(db, known, morning, ways(mail)).sent == 1


def test_a_message_that_failed_waits_for_the_end_of_quiet_hours_too(db: sqlite_utils.Database, mail: MailSink) -> None:
    known = begun(db, watch(quiet="22:00-07:00 America/Chicago"))
    evening = datetime(2026, 3, 3, 3, 58, tzinfo=UTC)
    crawl(db, evening, [post(1, "strike", evening)])
    mail.answer = "451 come back later"
    tell(db, known, evening, ways(mail))
    mail.answer = "250 OK"
    assert tell(db, known, evening + 2 * HOUR, ways(mail)).sent == 0
    assert tell(db, known, evening + 10 * HOUR, ways(mail)).sent == 1


def test_a_daily_watch_tells_once_a_day_in_one_message(db: sqlite_utils.Database, mail: MailSink) -> None:
    known = begun(db, watch(mode="daily"))
    for hour in range(1, 4):
        crawl(db, NOW + hour * HOUR, [post(hour, "strike", NOW + hour * HOUR)])
        tell(db, known, NOW + hour * HOUR, ways(mail))
    assert mail.taken == []
    seven = datetime(2026, 3, 3, 13, 0, tzinfo=UTC)
    crawl(db, seven, [post(9, "strike", seven)])
    tell(db, known, seven, ways(mail))
    tell(db, known, seven + HOUR, ways(mail))
    (letter,) = mail.taken
    text = letter.get_body(("plain",)).get_content()
    assert all(f"Notice {number}" in text for number in (1, 2, 3))
    assert "Notice 9" not in text, "found after seven: it is of the next day"
    tell(db, known, seven + DAY, ways(mail))
    assert len(mail.taken) == 2
    assert len(set(mail.ids)) == 2


def test_a_day_without_news_sends_nothing(db: sqlite_utils.Database, mail: MailSink) -> None:
    known = begun(db, watch(mode="daily"), watch("weekly", "strike", mode="weekly"))
    for day in range(1, 10):
        tell(db, known, NOW + day * DAY, ways(mail))
    assert mail.taken == []


def test_an_attempt_without_a_record_is_made_again_with_the_same_id_and_marked(
    db: sqlite_utils.Database, mail: MailSink
) -> None:
    known = begun(db, watch())
    crawl(db, LATER, [post(1, "strike", LATER)])

    class KilledError(BaseException):
        pass

    class Killed(Carriers):
        def hand_over(self, *given: object, **named: object) -> object:  # type: ignore[override]
            super().hand_over(*given, **named)  # type: ignore[arg-type]
            raise KilledError

    with pytest.raises(KilledError):
        tell(db, known, LATER, Killed({"MAIL": mail.address}))
    account = tell(db, known, LATER + HOUR, ways(mail))
    assert account.repeats == 1
    first, second = mail.taken
    assert first["Message-ID"] == second["Message-ID"]
    assert (first["X-Possible-Repeat"], second["X-Possible-Repeat"]) == (None, "yes")
    assert "may have reached you before" in second.get_body(("plain",)).get_content()
    tell(db, known, LATER + 2 * HOUR, ways(mail))
    assert len(mail.taken) == 2


def test_a_service_that_takes_a_message_and_never_answers_leaves_it_in_doubt(
    db: sqlite_utils.Database, hook: HookSink
) -> None:
    known = begun(db, watch(carriers=("HOOK",)))
    crawl(db, LATER, [post(1, "strike", LATER)])
    hook.status = 0
    tell(db, known, LATER, ways(hook=hook))
    assert rows(db, "SELECT state, in_doubt FROM deliveries") == [("doubt", 1)]
    hook.status = 200
    tell(db, known, LATER + HOUR, ways(hook=hook))
    first, second = hook.taken
    assert first[0]["Idempotency-Key"] == second[0]["Idempotency-Key"]
    assert second[0]["X-Possible-Repeat"] == "yes"


def test_a_carrier_that_cannot_be_reached_is_asked_once_a_run_with_growing_pauses_and_shown(
    db: sqlite_utils.Database, mail: MailSink
) -> None:
    known = begun(db, watch(cap=20))
    crawl(db, LATER, [post(number, "strike", LATER) for number in range(1, 6)])
    nowhere = Carriers({"MAIL": f"mailto://127.0.0.1:{free_port()}/?mode=insecure&from=n@example.org&to=s@example.com"})
    at, attempts = LATER, []
    for _ in range(60):
        account = tell(db, known, at, nowhere)
        if account.failed:
            attempts.append(at)
        at += timedelta(minutes=10)
    gaps = [(later - earlier) // timedelta(minutes=10) for earlier, later in itertools.pairwise(attempts)]
    assert len(attempts) <= 6
    assert gaps == sorted(gaps)
    standing = carrier_standings(db)["MAIL"]
    assert standing.failing_since is not None
    assert standing.unsent == 5
    assert "could not be reached" in (standing.sentence or "")
    assert one(db, "SELECT unsent FROM failing_carriers") == 5
    assert tell(db, known, at + DAY, ways(mail)).sent == 5
    assert rows(db, "SELECT * FROM failing_carriers") == []


def test_a_failing_carrier_is_told_to_the_operator_once_and_a_week_later_again(db: sqlite_utils.Database) -> None:
    known = begun(db, watch())
    crawl(db, LATER, [post(1, "strike", LATER)])
    troubles = [tell(db, known, LATER + days * DAY, Carriers({})).troubles for days in range(9)]
    assert [bool(one) for one in troubles] == [True, *[False] * 6, True, False]
    assert troubles[0] == [
        ("MAIL", "The environment variable MAIL is not set where this runs; it must hold the carrier's address.")
    ]


@pytest.mark.parametrize(
    "address",
    ["nonsense", "mailto://", "json://", "nosuch://host/x", "mailto://user:hunter2@", "slack://", "json://[::1", "%%%"],
)
def test_an_address_that_is_none_is_one_sentence_without_the_address(
    db: sqlite_utils.Database, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    known = begun(db, watch())
    crawl(db, LATER, [post(1, "strike", LATER)])
    with caplog.at_level(logging.DEBUG):
        account = tell(db, known, LATER, Carriers({"MAIL": address}))
    ((_, sentence),) = account.troubles
    assert "MAIL" in sentence or "could not be reached" in sentence
    assert "hunter2" not in sentence + caplog.text


def test_no_log_and_no_row_holds_an_address(
    db: sqlite_utils.Database, hook: HookSink, caplog: pytest.LogCaptureFixture
) -> None:
    known = begun(db, watch(carriers=("HOOK", "MAIL")))
    crawl(db, LATER, [post(1, "strike", LATER)])
    hook.status = 500
    with caplog.at_level(logging.DEBUG):
        secret = f"mailto://u:hunter2@127.0.0.1:{free_port()}/?mode=insecure&from=n@example.org&to=private@example.com"
        tell(db, known, LATER, Carriers({"HOOK": hook.address, "MAIL": secret}))
    dump = "\n".join(db.conn.iterdump())
    for word in ("hunter2", "s3cret99", "/hook", "private@example.com"):
        assert word not in caplog.text
        assert word not in dump


def test_several_people_of_one_address_do_not_see_each_other_and_are_written_to_at_once(
    db: sqlite_utils.Database, mail: MailSink
) -> None:
    known = begun(db, watch())
    crawl(db, LATER, [post(1, "strike", LATER)])
    address = f"{mail.address},second@example.com,nobody@example.com"
    assert tell(db, known, LATER, Carriers({"MAIL": address})).sent == 1
    assert mail.people == [["second@example.com", "staff@example.com"]]
    assert "second@example.com" not in mail.taken[0].as_string()
    assert one(db, "SELECT sentence FROM deliveries") == "Taken for 2 of 3 recipients; the others were refused."


def test_who_was_taken_off_the_row_is_told_no_more(db: sqlite_utils.Database, mail: MailSink) -> None:
    known = begun(db, watch(carriers=("MAIL", "OTHER")))
    crawl(db, LATER, [post(1, "strike", LATER)])
    tell(db, known, LATER, ways(mail))
    tell(db, rows_with(watch()), LATER + HOUR, Carriers({"MAIL": mail.address, "OTHER": mail.address}))
    assert rows(db, "SELECT carrier, state FROM deliveries ORDER BY 1") == [("MAIL", "sent"), ("OTHER", "dropped")]
    crawl(db, LATER + DAY, [post(2, "strike", LATER + DAY)])
    tell(db, rows_with(), LATER + DAY, ways(mail))
    assert len(mail.taken) == 1


def test_what_was_withheld_before_it_was_sent_is_not_sent(db: sqlite_utils.Database, mail: MailSink) -> None:
    known = begun(db, watch(mode="daily"), watch("now", "strike", carriers=("HOOK",)))
    crawl(db, LATER, [post(1, "strike", LATER), post(2, "strike", LATER)])
    tell(db, known, LATER, ways(mail))
    db.conn.execute("UPDATE item_rows SET shown = 0 WHERE id = 1")
    tell(db, known, LATER + DAY, ways(mail))
    text = mail.taken[0].get_body(("plain",)).get_content()
    assert "Notice 2" in text
    assert "Notice 1" not in text
    assert ("dropped",) in rows(db, "SELECT state FROM deliveries WHERE watch_id = 'now'")


def test_a_stop_ends_a_telling_between_two_messages(db: sqlite_utils.Database, mail: MailSink) -> None:
    known = begun(db, watch(cap=20))
    crawl(db, LATER, [post(number, "strike", LATER) for number in range(1, 6)])
    account = tell(db, known, LATER, ways(mail), stop=lambda: len(mail.taken) >= 2)
    assert (account.sent, account.more_to_do) == (2, True)
    tell(db, known, LATER, ways(mail))
    assert len(mail.taken) == len(set(mail.ids)) == 5


def test_tests_are_never_sent_again(db: sqlite_utils.Database, mail: MailSink) -> None:
    from archive.telling import open_test

    known = begun(db, watch())
    open_test(db, "watch.test@x", "strikes", "MAIL", LATER)
    begin_attempt(db, "watch.test@x", LATER)
    tell(db, known, LATER + HOUR, ways(mail))
    assert mail.taken == []


def test_a_rehearsal_says_what_would_be_sent_and_keeps_nothing(db: sqlite_utils.Database, mail: MailSink) -> None:
    from tests.watch.room import PLACE, ZONE
    from watch.telling import Teller

    known = begun(db, watch(), watch("quiet", "strike", quiet="00:00-23:59 America/Chicago"))
    crawl(db, LATER, [post(1, "strike", LATER)])
    before = list(db.conn.iterdump())
    would = Teller(db, known, LATER, PLACE, ZONE, ways(mail)).rehearse()
    assert [(one.carrier, one.written.subject) for one in would] == [("MAIL", "New: Notice 1 – Council 900")]
    assert list(db.conn.iterdump()) == before
    assert mail.taken == []
    assert tell(db, known, LATER, ways(mail)).sent == 1
