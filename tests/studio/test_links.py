"""Outside links, asked of a real server in all its moods."""

import datetime
import shutil
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home import content_version
from home.models import SiteFrame, Source
from showcase.models import ProjectFigure
from studio.quality.health import look_at
from studio.quality.links.collect import note_all
from studio.quality.links.fetch import Answer, ask
from studio.quality.links.guard import allowed
from studio.quality.links.manners import Manners
from studio.quality.links.run import check_due, due
from studio.quality.links.state import judge
from studio.quality.models import LinkCheck, LinkFault, LinkState, LinkUse, Problem
from studio.quality.tasks import check_links
from tests.factories import (
    ConceptIndexPageFactory,
    ConceptPageFactory,
    ShowcasePageFactory,
    SourceFactory,
    make_frame,
    make_grid,
    make_project,
)
from tests.ports import free_port
from tests.studio.servers import make_certificate, moody

QUICK = {"allow_loopback": True, "host_pause": 0, "link_timeout": 0.5}
NOW = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)


@pytest.fixture
def server(settings):
    settings.QUALITY = QUICK
    with moody() as running:
        yield running


@pytest.fixture
def manners() -> Manners:
    return Manners("https://passerelle.example")


@pytest.fixture
def concept(home):
    index = ConceptIndexPageFactory(parent=home, locale=home.locale)
    return ConceptPageFactory(parent=index, locale=home.locale, summary="Une notion.")


def linking(page, *urls: str):
    """The page, published with links to these addresses."""
    links = "".join(f'<p><a href="{url}">ici</a></p>' for url in urls)
    page.body = [("text", {"text": links, "sources": []})]
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


@pytest.mark.parametrize(
    ("path", "status", "fault"),
    [
        ("/fine", 200, LinkFault.NONE),
        ("/get-only", 200, LinkFault.NONE),
        ("/wrong-head", 200, LinkFault.NONE),
        ("/for-now", 200, LinkFault.NONE),
        ("/nowhere", 404, LinkFault.GONE),
        ("/gone", 410, LinkFault.GONE),
        ("/broken", 500, LinkFault.SERVER),
        ("/turned-away", 403, LinkFault.FORBIDDEN),
        ("/busy", 429, LinkFault.BUSY),
        ("/busy-until", 503, LinkFault.BUSY),
        ("/round", None, LinkFault.LOOP),
        ("/inside", None, LinkFault.PRIVATE),
        ("/other-scheme", None, LinkFault.ADDRESS),
        ("/slow", None, LinkFault.SLOW),
        ("/trickle", None, LinkFault.SLOW),
        ("/nonsense", None, LinkFault.NONSENSE),
    ],
)
def test_each_answer_is_told_from_the_others(server, manners, path, status, fault):
    answer = ask(server.url(path), manners)
    assert (answer.status, answer.fault) == (status, fault)


def test_only_permanent_redirects_offer_a_new_address(server, manners):
    assert ask(server.url("/moved-twice"), manners).moved_to == server.url("/fine")
    assert ask(server.url("/for-now"), manners).moved_to == ""


def test_a_page_is_asked_for_its_head_and_of_a_large_one_nothing_is_kept(server, manners):
    ask(server.url("/fine"), manners)
    assert server.methods("/fine") == ["HEAD"]
    assert ask(server.url("/huge"), manners).status == 200
    # What the two machines' buffers take in before the line is cut, of a gigabyte.
    assert server.sent < 20_000_000


def test_it_says_who_it_is_and_where_to_write(server, manners):
    ask(server.url("/fine"), manners)
    assert server.asked[-1][2]["User-Agent"] == "PasserelleLinkCheck/1.0 (+https://passerelle.example)"


def test_robots_txt_is_read_once_and_obeyed(server, manners):
    server.robots = "User-agent: *\nDisallow: /private/\n\nUser-agent: PasserelleLinkCheck\nDisallow: /gone\n"
    assert ask(server.url("/gone"), manners).fault == LinkFault.ROBOTS
    assert ask(server.url("/fine"), manners).fault == LinkFault.NONE
    assert server.methods("/robots.txt") == ["GET"]
    assert server.methods("/gone") == []


@pytest.mark.parametrize(("pause", "robots"), [(0.6, ""), (0, "User-agent: *\nCrawl-delay: 1\n")])
def test_a_host_is_left_in_peace_between_two_requests(server, manners, settings, pause, robots):
    settings.QUALITY = {**QUICK, "host_pause": pause}
    server.robots = robots
    ask(server.url("/get-only"), manners)
    times = [when for _method, _path, _headers, when in server.asked]
    assert len(times) == 3
    # Less than the pause by what a busy machine may lose between asking and being heard.
    assert all(later - sooner >= 0.3 for sooner, later in pairwise(times))


def test_a_certificate_that_nobody_trusts_is_told_in_words(settings, manners, tmp_path):
    if not shutil.which("openssl"):
        pytest.skip("openssl makes the certificate")
    settings.QUALITY = QUICK
    with moody(make_certificate(tmp_path)) as server:
        assert ask(server.url("/fine", "localhost"), manners).fault == LinkFault.CERTIFICATE


def test_nobody_at_the_door_and_a_name_that_leads_nowhere(settings, manners):
    settings.QUALITY = QUICK
    assert ask(f"http://127.0.0.1:{free_port()}/", manners).fault == LinkFault.CONNECTION
    assert ask("http://no-such-host.invalid/", manners).fault == LinkFault.NAME


@pytest.mark.parametrize(
    "url", ["http://", "http://[::1", "ftp://example.org/", "http://a b/", "http://x:99999/"]
)
def test_what_is_no_address_is_not_asked(db, manners, url):
    assert ask(url, manners).fault == LinkFault.ADDRESS


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",  # noqa: S104
        "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1",
        "64:ff9b::a00:1", "2002:a00:1::", "ff02::1",
    ],
)  # fmt: skip
def test_no_address_of_a_private_network_is_asked(address):
    assert not allowed(address)


def test_public_addresses_are():
    assert allowed("93.184.216.34")
    assert allowed("2606:2800:220:1:248:1893:25c8:1946")


def test_this_machine_is_never_asked_unless_the_tests_say_so(server, manners, settings):
    settings.QUALITY = {**QUICK, "allow_loopback": False}
    assert ask(server.url("/fine"), manners).fault == LinkFault.PRIVATE
    assert ask(server.url("/fine", "localhost"), manners).fault == LinkFault.PRIVATE
    assert server.asked == []


def link(**fields) -> LinkCheck:
    return LinkCheck(url="https://example.org/", **fields)


def test_gone_is_dead_at_once_and_anything_else_only_after_days():
    gone, shaky = link(), link()
    judge(gone, Answer(404, LinkFault.GONE), NOW)
    assert gone.state == LinkState.DEAD
    for day in range(3):
        judge(shaky, Answer(fault=LinkFault.SLOW), NOW + datetime.timedelta(days=day))
        assert shaky.state == LinkState.SHAKY
    assert shaky.next_check_at == NOW + datetime.timedelta(days=3)
    judge(shaky, Answer(500, LinkFault.SERVER), NOW + datetime.timedelta(days=3))
    assert (shaky.state, shaky.failures, shaky.failing_since) == (LinkState.DEAD, 4, NOW)


def test_three_failures_in_an_hour_prove_nothing():
    found = link()
    for minute in range(5):
        judge(found, Answer(fault=LinkFault.NAME), NOW + datetime.timedelta(minutes=minute))
    assert found.state == LinkState.SHAKY


def test_a_link_that_works_again_is_forgiven():
    found = link(state=LinkState.DEAD, failures=7, failing_since=NOW, fault=LinkFault.GONE)
    judge(found, Answer(200), NOW)
    assert (found.state, found.failures, found.failing_since, found.fault) == (LinkState.WORKS, 0, None, "")


def test_who_asks_for_time_gets_it_and_nothing_changes():
    found = link(state=LinkState.WORKS)
    two_hours = datetime.timedelta(hours=2)
    judge(found, Answer(429, LinkFault.BUSY, retry_after=two_hours), NOW)
    assert (found.state, found.next_check_at) == (LinkState.WORKS, NOW + two_hours)
    judge(found, Answer(503, LinkFault.BUSY, retry_after=datetime.timedelta(days=9999)), NOW)
    assert found.next_check_at == NOW + datetime.timedelta(days=30)


def test_a_site_that_turns_machines_away_is_not_called_dead():
    found = link()
    judge(found, Answer(403, LinkFault.FORBIDDEN), NOW)
    assert found.state == LinkState.CLOSED


def test_addresses_are_gathered_from_wherever_they_are_kept(home, concept):
    linking(
        concept,
        "https://example.org/text?a=1&amp;b=2",
        "https://example.org/twice",
        "https://example.org/twice",
    )
    SourceFactory(url="https://example.org/source")
    make_frame(social_links=[("link", {"network": "github", "url": "https://example.org/social"})])
    showcase = ShowcasePageFactory(parent=home, locale=home.locale)
    project = make_project(showcase, make_grid(), website="https://example.org/site")
    figure = {"value": "1", "label": "x", "kind": "output", "source_title": "s", "locale": home.locale}
    ProjectFigure.objects.create(page=project, source_url="https://example.org/figure", **figure)
    assessment = project.assessments.first()
    assessment.evidence = [("evidence", {"title": "t", "url": "https://example.org/evidence", "kind": "law"})]
    assessment.save()
    note_all()
    assert {link.url.removeprefix("https://example.org/") for link in LinkCheck.objects.all()} == {
        "text?a=1&b=2", "twice", "source", "social", "site", "figure", "evidence",
    }  # fmt: skip
    Source.objects.all().delete()
    SiteFrame.objects.all().delete()
    project.delete()
    concept.unpublish()
    note_all()
    assert not LinkCheck.objects.exists()


def test_readers_are_told_of_evidence_that_answers_no_more(server, home, client, settings, tmp_path):
    settings.CONTENT_VERSION_FILE = tmp_path / "version"
    showcase = ShowcasePageFactory(parent=home, locale=home.locale)
    project = make_project(showcase, make_grid())
    for address in ("/gone", "/fine"):
        found = project.assessments.all()[0]
        found.evidence.append(
            ("evidence", {"title": "Étude", "url": server.url(address), "kind": "press", "date": "2024"})
        )
        found.save()

    def told() -> list[str]:
        soup = BeautifulSoup(client.get(project.get_url()).content, "html.parser")
        return [place.find_parent("li").a["href"] for place in soup.select(".evidence__dead")]

    assert told() == []
    note_all()
    check_due()
    assert told() == [server.url("/gone")]
    changed = content_version.current()
    server.moods["gone"] = 200
    LinkCheck.objects.update(next_check_at=timezone.now())
    check_due()
    assert told() == []
    # Pages kept ready in memory are made again.
    assert content_version.current() > changed > 0


def test_a_run_finds_the_dead_tells_their_pages_and_forgives_them_later(server, concept):
    page = linking(concept, server.url("/fine"), server.url("/gone"))
    source = SourceFactory(url=server.url("/gone"))
    note_all()
    assert check_due() == 2
    dead = LinkCheck.objects.get(state=LinkState.DEAD)
    assert dead.reason.endswith("(410)")
    assert {problem.holder.pk for problem in Problem.objects.filter(link=dead)} == {page.pk, source.pk}
    assert due(10) == []
    server.moods["gone"] = 200
    LinkCheck.objects.update(next_check_at=timezone.now())
    check_due()
    assert not Problem.objects.filter(code="dead-outside-link").exists()


def test_a_machine_that_is_cut_off_holds_it_against_nobody(settings, concept, caplog):
    settings.QUALITY = QUICK
    linking(concept, *(f"http://nobody-{number}.invalid/" for number in range(3)))
    note_all()
    assert check_due() == 0
    assert set(LinkCheck.objects.values_list("state", flat=True)) == {LinkState.NEW}
    assert "no site can be reached" in caplog.text


def test_hosts_take_turns_and_the_longest_unchecked_comes_first(settings, concept):
    linking(
        concept, "http://a.test/1", "http://a.test/2", "http://a.test/3", "http://b.test/1", "http://c.test/1"
    )
    note_all()
    LinkCheck.objects.filter(url="http://c.test/1").update(checked_at=NOW)
    hosts = [link.url[7] for link in due(4)]
    assert hosts == ["a", "b", "a", "a"]


def test_a_link_is_checked_by_one_run_at_a_time(server, concept):
    linking(concept, server.url("/fine"))
    note_all()
    waiting = due(10)
    LinkCheck.objects.update(next_check_at=timezone.now() + datetime.timedelta(hours=1))
    from studio.quality.links import run

    assert [one for one in waiting if run._claim(one)] == []


def test_the_command_says_what_it_found_and_checks_no_more_than_asked(server, concept, capsys):
    linking(concept, server.url("/fine"), server.url("/gone"), server.url("/moved"))
    call_command("check_links", most=2)
    said = capsys.readouterr().out
    assert "Links: 2 of 3 checked." in said
    assert said.count(server.url("")) == 2


def test_the_worker_takes_a_few_at_a_time(server, concept, settings, monkeypatch):
    from studio.quality import tasks

    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    monkeypatch.setattr(tasks, "FEW", 2)
    linking(concept, *(server.url(f"/fine?{number}") for number in range(5)))
    note_all()
    check_links.call(4)
    assert LinkCheck.objects.filter(state=LinkState.WORKS).count() == 4


def test_noting_a_page_that_has_not_changed_writes_nothing(concept):
    from django.db import connection

    page = linking(concept, "https://example.org/a", "https://example.org/b")
    look_at(page)
    kept = set(LinkUse.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as queries:
        note_all()
    assert set(LinkUse.objects.values_list("pk", flat=True)) == kept
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
