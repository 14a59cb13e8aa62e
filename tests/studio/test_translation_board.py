"""The board: every translation that a person may edit, in a constant number of queries."""

import io
import uuid

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import GroupPagePermission, Page
from wagtail.users.models import UserProfile

from home.models import ConceptPage
from showcase.models import Criterion
from studio.models import State, TranslationState
from studio.translation import board
from tests.factories import ContentPageFactory, locale, make_grid
from tests.studio.translating import republish, state_of, submit, translate

BOARD = "/admin/reports/translation-board/"


def rows_of(response) -> list[list[str]]:
    document = BeautifulSoup(response.content, "html.parser")
    return [
        [" ".join(cell.get_text().split()) for cell in row.select("td")]
        for row in document.select("table.listing tbody tr")
    ]


def many_rows(count: int, home) -> None:
    """Translations of one page, as the board keeps them."""
    english = locale("en")
    TranslationState.objects.bulk_create(
        TranslationState(
            translation_key=uuid.uuid4(),
            content_type=ContentType.objects.get_for_model(ConceptPage),
            title=f"Page {number:03d}",
            source_locale=home.locale,
            target_locale=english,
            source_page=home,
            target_page=home,
            state=State.values[number % len(State.values)],
            stale=number % 7,
            since=timezone.now(),
        )
        for number in range(count)
    )


def queries(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("query", ["", "?ordering=-since", "?state=stale&export=csv"])
def test_no_query_more_per_row(client, admin_user, home, query):
    client.force_login(admin_user)
    many_rows(20, home)
    few = queries(client, BOARD + query)
    many_rows(180, home)
    assert TranslationState.objects.count() == 200
    assert queries(client, BOARD + query) == few


def test_the_dashboard_counts_in_a_constant_number_of_queries(client, admin_user, home):
    client.force_login(admin_user)
    many_rows(20, home)
    few = queries(client, "/admin/")
    many_rows(180, home)
    assert queries(client, "/admin/") == few


@pytest.fixture
def a_site(concept, concepts, committed, admin_user):
    """A concept with two stale sentences, a missing page, a criterion that a machine has translated."""
    with committed():
        translation = submit(concept)
        translate(translation, admin_user)
        translation.save_target(user=admin_user)
    with committed():
        republish(concept, title="=Un titre", summary="Autrement dit.")
        ContentPageFactory(parent=concepts.get_parent(), locale=concepts.locale, title="Pas traduite")
        make_grid()
        machine = submit(Criterion.objects.get(code="risk"))
        translate(machine, kind="machine")
        machine.save_target()
    return translation


def test_each_row_says_what_waits_and_leads_there(client, admin_user, a_site):
    client.force_login(admin_user)
    response = client.get(BOARD)
    found = {row[0]: row[1:] for row in rows_of(response)}
    assert found["=Un titre"][:3] == [
        "Page de concept",
        "Français → Anglais",
        "en retard : 2 phrases",
    ]
    assert found["=Un titre"][-1].startswith(admin_user.get_username())
    assert found["Pas traduite"][2] == "manquante"
    assert found["Critère risk"][2].startswith("machine, à relire")
    links = {
        link.text.strip(): link["href"]
        for link in BeautifulSoup(response.content, "html.parser").select("table.listing .title a")
    }
    page = a_site.get_target_instance().pk
    assert links["=Un titre"] == f"/admin/pages/{page}/edit/#segment-{state_of(a_site).first_segment}"
    missing = Page.objects.get(title="Pas traduite").pk
    assert links["Pas traduite"] == f"/admin/localize/submit/page/{missing}/"
    for address in links.values():
        assert client.get(address).status_code == 200


def test_the_counts_lead_to_their_rows(client, admin_user, a_site):
    client.force_login(admin_user)
    counts = board.counts(admin_user)
    document = BeautifulSoup(client.get(BOARD).content, "html.parser")
    links = {link["href"]: link.strong.text for link in document.select(".studio-counts a")}
    assert links == {f"{BOARD}?state={key}": str(count) for key, count in counts.items() if count}
    for address, count in links.items():
        assert len(rows_of(client.get(address))) == int(count)
    dashboard = client.get("/admin/").content.decode()
    assert f"{BOARD}?state=stale" in dashboard
    assert f"{BOARD}?state=in_step" not in dashboard


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?state=stale", {"=Un titre"}),
        ("?state=stale&state=machine", {"=Un titre", "Critère risk"}),
        ("?q=traduite", {"Pas traduite"}),
        ("?q=rien", set()),
        ("?state=nonsense", None),
    ],
)
def test_filters_and_search(client, admin_user, a_site, query, titles):
    client.force_login(admin_user)
    found = {row[0] for row in rows_of(client.get(BOARD + query))}
    assert titles is None or found == titles


def test_filters_by_type_language_and_person(client, admin_user, a_site):
    client.force_login(admin_user)
    kind = ContentType.objects.get_for_model(Criterion).pk
    assert {row[1] for row in rows_of(client.get(f"{BOARD}?content_type={kind}"))} == {"Critère"}
    french = locale("fr").pk
    assert rows_of(client.get(f"{BOARD}?target_locale={french}")) == []
    mine = rows_of(client.get(f"{BOARD}?in_charge={admin_user.pk}"))
    assert [row[0] for row in mine] == ["=Un titre"]


def test_exports_hold_every_row_and_no_formula(client, admin_user, a_site):
    client.force_login(admin_user)
    count = TranslationState.objects.count()
    text = b"".join(client.get(f"{BOARD}?export=csv").streaming_content).decode()
    assert len(text.splitlines()) == count + 1
    assert "\n'=Un titre,Page de concept,Français,Anglais,en retard,2,0,0," in text.replace("\r", "")
    sheet = load_workbook(io.BytesIO(b"".join(client.get(f"{BOARD}?export=xlsx").streaming_content))).active
    assert sheet.max_row == count + 1
    titles = [row[0].value for row in sheet.iter_rows(min_row=2)]
    assert "'=Un titre" in titles
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_board_speaks_english_too(client, admin_user, a_site):
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "en"})
    client.force_login(admin_user)
    text = client.get(BOARD).content.decode()
    assert "Translation board" in text
    assert "stale: 2 sentences" in text


def person(django_user_model, name: str, page: Page | None, *permissions: str):
    """Somebody who enters the admin, may change what is below `page`, and has these permissions."""
    user = django_user_model.objects.create_user(name, password="x")
    group = Group.objects.create(name=name)
    group.permissions.set(Permission.objects.filter(codename__in=("access_admin", *permissions)))
    if page:
        GroupPagePermission.objects.create(
            group=group, page=page, permission=Permission.objects.get(codename="change_page")
        )
    user.groups.add(group)
    return user


def titles_for(user) -> set[str]:
    return set(board.board_rows(user).values_list("title", flat=True))


def test_each_person_sees_what_is_theirs(client, django_user_model, a_site, concepts):
    english_index = concepts.get_translation(locale("en"))
    translator = person(django_user_model, "traductrice", english_index)
    assert titles_for(translator) == {"Comprendre", "=Un titre"}
    submitting = person(django_user_model, "deposante", english_index, "submit_translation")
    assert titles_for(submitting) == {"Comprendre", "=Un titre", "Pas traduite"}
    criteria = person(django_user_model, "grille", None, "change_criterion")
    assert titles_for(criteria) == {
        found.title for found in Criterion.objects.filter(locale__language_code="fr")
    }
    stranger = person(django_user_model, "passant", None)
    assert titles_for(stranger) == set()
    for user, status in ((translator, 200), (criteria, 200), (stranger, 302)):
        client.force_login(user)
        assert client.get(BOARD).status_code == status
        assert (BOARD in client.get("/admin/").content.decode()) == (status == 200)
    assert client.get(BOARD + "results/").status_code == 302
