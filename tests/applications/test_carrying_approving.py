"""The project checks its draft page part by part; what changes since is looked at again."""

import html5lib
import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.db.models.signals import post_save
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from showcase.applications.carrying.checking import check_of, parts_of
from showcase.applications.carrying.telling import tell_editors
from showcase.applications.models import Approval, EventKind, State
from showcase.models import ProjectFigure
from tests.applications.carried import (
    address,
    all_right,
    approve,
    change_draft,
    come_in,
    make_accepted,
    make_sent,
    make_user,
    parts_sent,
    publish,
)

pytestmark = pytest.mark.usefixtures("showcase")


def codes(parts) -> list[str]:
    return [part.code for part in parts]


def send(client, application, **sent):
    return client.post(address("approve", application.key), sent)


def queued(kind: str) -> int:
    found = DBTaskResult.objects.filter(task_path=tell_editors.module_path)
    return sum(row.args_kwargs["args"][1] == kind for row in found)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_is_shown_part_by_part_as_words(client, grid, language):
    application = make_accepted(grid, images=2)
    come_in(client)
    answer = client.get(address("approve", application.key, language=language))
    assert answer.status_code == 200
    html5lib.HTMLParser(strict=True).parse(answer.content.decode())
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.html["lang"] == language
    assert [part["id"] for part in page.select("section.part")] == [
        "part-title",
        "part-story",
        "part-facts",
        "part-figures",
        *(f"part-criterion-{code}" for code in ("novelty", "risk", "policy", "partnership", "participation")),
        "part-pictures",
        "end",
    ]
    facts = page.select_one("#part-facts").text
    for words in ("Association du puits", "Aït Ourir", "31.56440", "2015", "Commune d’Aït Ourir", "6. "):
        assert words in facts
    assert "https://example.org/rapport" in page.select_one("#part-figures").text
    assert "Convaincus" in page.select_one("#part-criterion-risk").text
    assert "https://example.org/risk" in page.select_one("#part-criterion-risk").text
    assert "Ali" in page.select_one("#part-pictures").text
    assert len(page.select("#part-pictures img[src*='/media/images/']")) == 2
    assert "no-store" in answer["Cache-Control"]


def test_what_is_said_is_kept_as_one_goes(client, grid):
    application = make_accepted(grid)
    come_in(client)
    sent = parts_sent(client, application) | {"title-right": "on", "story-remark": "La date est fausse."}
    answer = send(client, application, **sent, save="title")
    assert answer["Location"].endswith("#part-story")
    page = BeautifulSoup(client.get(address("approve", application.key)).content, "html.parser")
    assert page.select_one("[name=title-right]").has_attr("checked")
    assert page.select_one("[name=story-remark]").text.strip() == "La date est fausse."
    assert not page.select_one("[name=story-right]").has_attr("checked")
    assert set(Approval.objects.values_list("part", "remark")) == {
        ("title", ""),
        ("story", "La date est fausse."),
    }
    assert Approval.objects.get(part="title").person == application.people.get()
    # Taken back.
    sent = parts_sent(client, application)
    sent.pop("title-right")
    send(client, application, **sent, save="pictures")
    assert list(Approval.objects.values_list("part", flat=True)) == ["story"]


def test_a_page_is_approved_once_every_part_was_looked_at(client, grid):
    application = make_accepted(grid, user=make_user())
    come_in(client)
    sent = all_right(client, application)
    sent.pop("criterion-risk-right")
    answer = send(client, application, **sent, approve="1")
    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    assert [link["href"] for link in page.select(".form__errors a")] == ["#part-criterion-risk"]
    application.refresh_from_db()
    assert application.approved_at is None
    sent = parts_sent(client, application) | {"criterion-risk-remark": "Dites « bilan 2024 »."}
    answer = send(client, application, **sent, approve="1")
    assert answer["Location"].endswith("?done=approve#saved")
    assert send(client, application, **sent, approve="1").status_code == 302
    application.refresh_from_db()
    event = application.events.get(kind=EventKind.APPROVED)
    assert application.approved_at == event.at
    assert event.detail == {"remarks": 1}
    assert event.person == application.people.get()
    assert queued("approved") == 1
    assert check_of(application).is_approved


def test_asking_for_changes_sends_the_remarks_once(client, grid):
    user = make_user()
    application = make_accepted(grid, user=user)
    come_in(client)
    without = send(client, application, **parts_sent(client, application), ask="1")
    assert without.status_code == 422
    assert not application.events.filter(kind=EventKind.CHANGES_ASKED).exists()
    sent = parts_sent(client, application) | {"story-remark": "Il manque 2023."}
    for _twice in range(2):
        assert send(client, application, **sent, ask="1").status_code == 302
    event = application.events.get(kind=EventKind.CHANGES_ASKED)
    assert event.detail == {"parts": ["story"]}
    assert queued("changes") == 1
    tell_editors.call(application.pk, "changes")
    (letter,) = mail.outbox
    assert letter.to == [user.email]
    assert f"/admin/pages/{application.page_id}/edit/" in letter.body
    assert "Il manque 2023." not in letter.body
    sent["story-remark"] = "Il manque aussi 2022."
    send(client, application, **sent, ask="1")
    assert application.events.filter(kind=EventKind.CHANGES_ASKED).count() == 2


def test_without_the_person_who_answered_the_publisher_is_told(grid, settings):
    settings.CONTACT_EMAIL = "contact@example.org"
    user = make_user()
    application = make_accepted(grid, user=user)
    user.is_active = False
    user.save()
    tell_editors.call(application.pk, "approved")
    assert mail.outbox[0].to == ["contact@example.org"]


def test_a_part_that_changes_is_looked_at_again_and_no_other(client, grid):
    application = make_accepted(grid)
    approve(client, application)
    change_draft(application, summary="Un autre résumé.")
    check = check_of(application)
    assert codes(check.waiting) == ["title"]
    assert not check.is_approved
    page = BeautifulSoup(client.get(address("approve", application.key)).content, "html.parser")
    title = page.select_one("#part-title")
    assert title.select_one(".notice")
    assert not title.select_one("[name=title-right]").has_attr("checked")
    assert page.select_one("[name=story-right]").has_attr("checked")
    send(client, application, **all_right(client, application), approve="1")
    application.refresh_from_db()
    assert check_of(application).is_approved


def test_an_old_remark_is_not_made_again_of_new_words(client, grid):
    application = make_accepted(grid)
    come_in(client)
    sent = parts_sent(client, application) | {"title-remark": "Plus court."}
    send(client, application, **sent, save="title")
    change_draft(application, summary="Court.")
    page = BeautifulSoup(client.get(address("approve", application.key)).content, "html.parser")
    assert page.select_one("#part-title q").text == "Plus court."
    assert page.select_one("[name=title-remark]").text.strip() == ""
    send(client, application, **parts_sent(client, application), save="story")
    assert codes(check_of(application).waiting)[0] == "title"
    assert Approval.objects.get().remark == "Plus court."


def test_words_that_change_while_somebody_reads_are_not_approved_unseen(client, grid):
    application = make_accepted(grid)
    come_in(client)
    sent = all_right(client, application)
    change_draft(application, title="Un autre nom")
    answer = send(client, application, **sent, approve="1")
    assert answer.status_code == 422
    application.refresh_from_db()
    assert application.approved_at is None
    assert codes(check_of(application).waiting) == ["title"]


def test_taking_a_word_back_undoes_the_approval(client, grid):
    application = make_accepted(grid)
    approve(client, application)
    sent = parts_sent(client, application)
    sent.pop("facts-right")
    send(client, application, **sent, save="facts")
    application.refresh_from_db()
    assert application.approved_at is None


def test_a_part_that_editors_add_meanwhile_waits(client, grid):
    application = make_accepted(grid, sections={"figures": {}})
    come_in(client)
    sent = all_right(client, application)
    page = application.page.get_latest_revision_as_object()
    page.figures = [ProjectFigure(locale=page.locale, value="7", label="puits", kind="output")]
    page.save_revision()
    assert send(client, application, **sent, approve="1").status_code == 422
    assert codes(check_of(application).waiting) == ["figures"]


def test_who_checks_a_page_that_editors_delete_meanwhile_is_led_back(client, grid):
    application = make_accepted(grid)
    come_in(client)
    sent = all_right(client, application)

    def delete_page(**kept):
        Page.objects.filter(pk=application.page_id).first().delete()
        post_save.disconnect(delete_page, sender=Approval)

    post_save.connect(delete_page, sender=Approval)
    try:
        answer = send(client, application, **sent, save="end")
    finally:
        post_save.disconnect(delete_page, sender=Approval)
    assert answer["Location"] == address("state", application.key)
    assert client.get(answer["Location"]).status_code == 200


def test_too_long_a_remark_is_said_to_be_and_nothing_is_lost(client, grid):
    application = make_accepted(grid)
    come_in(client)
    long = "é" * 2001
    sent = parts_sent(client, application) | {"story-remark": long, "title-right": "on"}
    answer = send(client, application, **sent, save="story")
    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.select_one("[name=story-remark]").text.strip() == long
    assert page.select_one("[name=title-right]").has_attr("checked")
    assert page.select_one(".form__errors a")["href"] == "#id_story-remark"
    assert not Approval.objects.exists()


def test_only_the_people_on_an_accepted_file_have_something_to_check(client, grid):
    application = make_accepted(grid)
    assert client.get(address("approve", application.key)).status_code == 302
    come_in(client, "other@example.org")
    assert client.get(address("approve", application.key)).status_code == 404
    waiting = make_sent(grid, email="other@example.org")
    assert client.get(address("approve", waiting.key))["Location"] == address("state", waiting.key)


def test_once_published_nothing_more_is_to_be_checked(client, grid):
    application = make_accepted(grid)
    come_in(client)
    sent = all_right(client, application)
    publish(application)
    assert application.state == State.PUBLISHED
    said, approved_at = list(Approval.objects.order_by("part").values()), application.approved_at
    answer = send(client, application, **sent, approve="1")
    assert answer.status_code == 200
    assert not BeautifulSoup(answer.content, "html.parser").select("[name=approve]")
    assert list(Approval.objects.order_by("part").values()) == said
    application.refresh_from_db()
    assert application.approved_at == approved_at


def test_the_digest_is_of_words_not_of_the_reader_s_language(grid):
    from django.utils.translation import override

    application = make_accepted(grid)
    page = application.page.get_latest_revision_as_object()
    with override("fr"):
        french = [part.digest for part in parts_of(application, page)]
    with override("en"):
        assert [part.digest for part in parts_of(application, page)] == french


def test_checking_costs_the_same_however_long_the_page_is(client, grid):
    application = make_accepted(grid, images=1)
    come_in(client)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address("approve", application.key)).status_code == 200
        return len(queries)

    cost()
    few = cost()
    page = application.page.get_latest_revision_as_object()
    page.figures = [
        ProjectFigure(locale=page.locale, value=str(number), label="puits", kind="output")
        for number in range(20)
    ]
    page.body.extend(
        ("image", {"image": page.listing_image, "alt_text": f"Vue {number}"}) for number in range(9)
    )
    page.save_revision()
    assert cost() == few


def test_a_story_stands_under_its_headings_and_a_heading_that_changes_is_looked_at_again(client, grid):
    application = make_accepted(grid, user=make_user())
    come_in(client)
    page = BeautifulSoup(client.get(address("approve", application.key)).content, "html.parser")
    headings = [heading.text for heading in page.select("#part-story dt")]
    assert "L’histoire" in headings
    said = page.select("#part-story dd")[headings.index("L’histoire")].text
    assert "2015.\n\nDepuis" in said
    send(client, application, **parts_sent(client, application) | {"story-right": "on"}, save="story")
    draft = application.page.get_latest_revision_as_object()
    body = [(block.block_type, block.value) for block in draft.body]
    change_draft(application, body=[("heading", "Autrement"), *body[1:]])
    page = BeautifulSoup(client.get(address("approve", application.key)).content, "html.parser")
    assert page.select_one("#part-story .notice")
