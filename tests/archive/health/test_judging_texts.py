"""Fields that go thin, texts that are not the posts', menus as texts, pages that fail. No archive is needed."""

from __future__ import annotations

from typing import Any

import pytest

from archive.health.texts import Pages, Post, judge_posts


def words(number: int, count: int = 40) -> str:
    return " ".join(f"word{number}x{place}" for place in range(count))


def post(number: int, **given: Any) -> Post:
    defaults: dict[str, Any] = {
        "item_id": number, "url": f"https://a.example/{number}", "title": f"The title of post number {number}",
        "body": f"{words(number)}\n\n{words(number + 5000)}", "has_day": True,
    }  # fmt: skip
    return Post(**{**defaults, **given})


def kinds(posts: list[Post], pages: Pages | None = None) -> list[str]:
    return [one.kind for one in judge_posts("local-1", "Local 1", posts, pages or Pages())]


def test_posts_that_are_as_ever_have_no_finding() -> None:
    assert kinds([]) == [] and kinds([post(1)]) == [] and kinds([post(number) for number in range(60)]) == []


@pytest.mark.parametrize("lost", [{"title": None}, {"body": None}, {"has_day": False}])
def test_a_field_that_the_newest_posts_lack_is_told_with_examples(lost: dict[str, Any]) -> None:
    posts = [post(number, **(lost if number < 10 else {})) for number in range(60)]
    (found,) = judge_posts("local-1", "Local 1", posts, Pages())
    assert found.kind == "field_thin" and "2 of its 12 newest" in found.sentence and "100%" in found.sentence
    assert "https://a.example/0" in found.evidence[0]


def test_a_field_that_was_never_usual_or_lacks_on_a_few_is_none() -> None:
    assert kinds([post(number, has_day=number % 2 == 0) for number in range(60)]) == []
    assert kinds([post(number, title=None if number < 5 else "A title") for number in range(60)]) == []
    assert kinds([post(number, has_day=False) for number in range(60)]) == []


def test_events_and_clippings_without_a_text_are_no_loss() -> None:
    posts = [post(number, body=None, is_event=True) for number in range(30)]
    assert kinds([*posts, *(post(number) for number in range(30, 60))]) == []


def test_s9_one_text_under_many_titles_is_told() -> None:
    same = [post(number, body=words(7)) for number in range(8)]
    assert kinds([*same, *(post(number) for number in range(8, 20))]) == ["wrong_text"]
    assert kinds([*same[:3], *(post(number) for number in range(8, 20))]) == []


def test_s9_lists_that_are_kept_as_texts_are_told() -> None:
    titles = [f"The long title of post {number}" for number in range(12)]
    lists = [post(n, title=titles[n], body=f"{words(n)}\n\n" + "\n".join(titles)) for n in range(12)]
    assert kinds(lists) == ["wrong_text"]
    one_round_up = [lists[0], *(post(n, title=titles[n]) for n in range(1, 12))]
    assert kinds(one_round_up) == [], "a round-up is a post"


def test_s8_menus_that_are_kept_as_texts_are_told() -> None:
    menu = "\n\n".join(words(9000 + part, 30) for part in range(4))
    assert kinds([post(number, body=f"{menu}\n\n{words(number)}") for number in range(20)]) == ["boilerplate"]
    ending = words(9000, 25)
    assert (
        kinds([post(number, body=f"{words(number)}\n\n{words(number + 900)}\n\n{ending}") for number in range(20)])
        == []
    )


def test_pages_that_fail_more_than_before_are_told() -> None:
    fell = Pages(
        read=3, failed=9, read_before=200, failed_before=4, examples=("https://a.example/x: It answered 403.",)
    )
    (found,) = judge_posts("local-1", "Local 1", [], fell)
    assert found.kind == "pages_fail" and "9 of 12" in found.sentence and "403" in found.evidence[0]
    assert kinds([], Pages(read=30, failed=9, read_before=200)) == [], "few of many"
    assert kinds([], Pages(read=1, failed=9, read_before=20, failed_before=20)) == [], "as ever"
    assert kinds([], Pages(read=1, failed=9)) == [], "nothing is usual yet"
