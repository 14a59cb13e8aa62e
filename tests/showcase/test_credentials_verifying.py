"""The page that verifies: every kind of thing that somebody may paste gets an answer with its reason."""

import datetime
import json
from urllib.parse import urlsplit

import jwt
import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.utils.translation import gettext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openbadgeslib.keys import KeyFactory, KeyType
from openbadgeslib.ob3 import add_data_integrity_proof
from wagtail.models import PageViewRestriction

from showcase.credentials import keys
from showcase.credentials.checking import ENVELOPE, MOST_BYTES, Outcome, check
from showcase.models import IssuedCredential, Revocation
from tests.factories import in_english
from tests.showcase.credentials import change, of_json, verified_project

ANYTHING = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda part: st.lists(part, max_size=4) | st.dictionaries(st.text(), part, max_size=4),
    max_leaves=12,
)
NAMES = [
    "@context",
    "id",
    "type",
    "issuer",
    "credentialSubject",
    "proof",
    "validFrom",
    "validUntil",
    "credentialStatus",
]


@pytest.fixture(autouse=True)
def key(settings, tmp_path):
    settings.CREDENTIAL_KEYS_DIR = tmp_path / "keys"
    return keys.make()


@pytest.fixture
def project(showcase):
    return verified_project(showcase)


@pytest.fixture
def document(client, project):
    return of_json(client.get(f"{project.url}credential.json"))


@pytest.fixture
def token(client, project):
    return client.get(f"{project.url}credential.jwt").content.decode()


@pytest.fixture
def told(client, showcase):
    """What the page says of what is pasted or linked: (text of the answer, whether it is verified)."""

    def post(**fields: str) -> tuple[str, bool]:
        response = client.post(f"{showcase.url}verifier/", fields)
        assert response.status_code == 200
        verdict = BeautifulSoup(response.content, "html.parser").select_one(".verdict")
        return verdict.get_text(" ", strip=True), "verdict--holds" in verdict["class"]

    return post


def outcome(value) -> Outcome:
    return check(value if isinstance(value, str) else json.dumps(value)).outcome


def test_a_credential_of_ours_is_verified_whichever_way_it_is_written(document, token):
    envelope = {"@context": ["https://www.w3.org/ns/credentials/v2"], "id": ENVELOPE + token}
    wrapped = "\n".join(token[start : start + 76] for start in range(0, len(token), 76))
    for form in (
        document,
        json.dumps(document, indent=1),
        token,
        json.dumps(token),
        envelope,
        wrapped,
        f"\ufeff {token}\n",
    ):
        assert outcome(form) is Outcome.VERIFIED


def test_the_page_says_what_was_verified_and_what_that_does_not_prove(told, document, client, showcase):
    text, holds = told(text=json.dumps(document))
    assert holds
    assert "Le café d’en bas" in text
    assert "Critère novelty" in text
    assert "30 juin 2027" in text
    assert "Une étude" in text
    limits = gettext("It is not an official label, and no authority stands behind it but this site.")
    assert limits in client.get(f"{showcase.url}verifier/").content.decode()


ALTERATIONS = [
    lambda it: it.update(name="Un autre nom"),
    lambda it: it["credentialSubject"].update(id="https://example.org/autre"),
    lambda it: it["credentialSubject"]["result"][1].update(value="démontré"),
    lambda it: it.update(validUntil="2099-01-01T00:00:00Z"),
    lambda it: it.pop("validUntil"),
    lambda it: it.pop("credentialStatus"),
    lambda it: it["evidence"].pop(),
    lambda it: it["issuer"].update(name="Une autre"),
    lambda it: it.update(id="urn:uuid:00000000-0000-4000-8000-000000000000"),
    lambda it: it.update(unknown="ajouté"),
]


@pytest.mark.parametrize("alter", ALTERATIONS)
def test_one_altered_word_is_refused(document, alter):
    alter(document)
    assert outcome(document) in (Outcome.ALTERED, Outcome.MALFORMED)
    assert outcome(document) is not Outcome.VERIFIED


def test_an_altered_document_is_told_as_such(document, told):
    document["name"] = "Un autre nom"
    text, holds = told(text=json.dumps(document))
    assert not holds
    assert str(Outcome.ALTERED.label)[:30] in text


def test_an_altered_token_is_refused(token):
    head, claims, signature = token.split(".")
    other = jwt.utils.base64url_encode(
        json.dumps({**jwt.decode(token, options={"verify_signature": False}), "name": "x"}).encode()
    ).decode()
    assert outcome(f"{head}.{other}.{signature}") is Outcome.ALTERED
    assert outcome(f"{head}.{claims}.{signature[:-8]}AAAAAAAA") is Outcome.ALTERED


def test_a_forged_credential_is_refused_whatever_key_it_names(document, token, key):
    private, _public = KeyFactory(KeyType.ED25519).generate_keypair()
    site = document["issuer"]["id"]
    bare = {name: value for name, value in document.items() if name != "proof"}
    in_our_name = add_data_integrity_proof(bare, private, verification_method=f"{site}#{key}")
    assert outcome(in_our_name) is Outcome.ALTERED
    with_its_own = add_data_integrity_proof(bare, private, verification_method=f"{site}#another")
    assert outcome(with_its_own) is Outcome.UNKNOWN_KEY
    claims = jwt.decode(token, options={"verify_signature": False})
    forged = jwt.encode(claims, private, algorithm="EdDSA", headers={"kid": f"{site}#{key}"})
    assert outcome(forged) is Outcome.ALTERED
    assert outcome(jwt.encode(claims, private, algorithm="EdDSA")) is Outcome.UNKNOWN_KEY


def test_a_signature_made_with_our_public_key_as_a_secret_is_refused(token, key):
    claims = jwt.decode(token, options={"verify_signature": False})
    header = {"alg": "HS256", "kid": f"did:web:localhost#{key}"}
    parts = [jwt.utils.base64url_encode(json.dumps(part).encode()).decode() for part in (header, claims)]
    assert outcome(".".join([*parts, "c2lnbmF0dXJl"])) is Outcome.ALTERED


def test_no_signature_is_no_credential(document, token):
    bare = {name: value for name, value in document.items() if name != "proof"}
    assert outcome(bare) is Outcome.UNSIGNED
    claims = jwt.decode(token, options={"verify_signature": False})
    assert outcome(jwt.encode(claims, "", algorithm="none")) is Outcome.UNSIGNED


@pytest.mark.parametrize(
    "issuer", ["did:web:example.org", "https://example.org/issuer", {"id": "did:web:example.org"}]
)
def test_another_issuer_is_not_ours_to_vouch_for(document, issuer):
    assert outcome({**document, "issuer": issuer}) is Outcome.UNKNOWN_ISSUER


def test_an_expired_credential_is_refused_in_both_forms(document, token):
    with time_machine.travel(datetime.datetime(2027, 6, 30, 21, 30, tzinfo=datetime.UTC), tick=False):
        assert outcome(document) is Outcome.VERIFIED  # the last half hour of the day, in Paris
    with time_machine.travel(datetime.datetime(2027, 7, 1, 12, tzinfo=datetime.UTC), tick=False):
        assert outcome(document) is Outcome.EXPIRED
        assert outcome(token) is Outcome.EXPIRED


def test_a_credential_from_the_future_is_refused(document, token):
    with time_machine.travel(datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC), tick=False):
        assert outcome(document) is Outcome.NOT_YET
        assert outcome(token) is Outcome.NOT_YET


def test_a_revoked_credential_is_refused_with_the_day_and_the_reason(document, told):
    call_command("revoke_credential", "cafe", reason="Une preuve a été retirée.")
    text, holds = told(text=json.dumps(document))
    assert not holds
    assert "Une preuve a été retirée." in text
    assert str(datetime.date.today().year) in text


def test_a_superseded_credential_is_refused(document, client, project):
    change(project, "risk", finding="demonstrated")
    client.get(f"{project.url}credential.json")
    assert outcome(document) is Outcome.REVOKED


def test_a_credential_that_the_register_does_not_know_is_refused(document):
    Revocation.objects.all().delete()
    IssuedCredential.objects.all().delete()
    assert outcome(document) is Outcome.UNREGISTERED


def test_what_is_too_long_is_not_read(told, client, showcase):
    text, holds = told(text="{" + "x" * MOST_BYTES)
    assert not holds
    assert "100" in text
    assert outcome("é" * (MOST_BYTES // 2 + 1)) is Outcome.TOO_LARGE


def test_what_is_longer_than_any_form_is_refused_in_plain_words(client, showcase):
    response = client.post(f"{showcase.url}verifier/", {"text": "x" * 3_000_000})
    assert response.status_code == 400
    assert gettext("Go back, check what you pasted, and send it again.") in response.content.decode()


def test_nothing_to_verify_is_said(told, db):
    assert not told(text="  ")[1]
    assert outcome("") is Outcome.EMPTY


@pytest.mark.parametrize(
    "text",
    [
        "bonjour", "a.b.c", "{", "[]", "{}", "null", '"a.b.c"', "\x00", "{" * 5000, "[" * 90_000, "1e999",
        '{"issuer": "\\ud800", "@context": [], "credentialSubject": {}, "proof": {}}',
        '{"issuer": [], "@context": [], "credentialSubject": {}, "proof": [1, 2]}',
        '{"id": "data:application/vc+jwt,"}',
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_and_kept_for_mending(client, showcase, text):
    response = client.post(f"{showcase.url}verifier/", {"text": text})
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    assert "verdict--holds" not in page.select_one(".verdict")["class"]
    if len(text) < 100 and "\x00" not in text:
        assert page.find("textarea").get_text().strip() == text


@pytest.mark.parametrize("name", ["credential.json", "credential.jwt", "badge.svg", ""])
@pytest.mark.parametrize("whole", [True, False])
def test_a_project_of_this_site_may_be_named_by_any_of_its_addresses(told, document, project, name, whole):
    address = f"{project.full_url if whole else project.url}{name}"
    assert told(address=address)[1]


def test_the_other_language_is_found_from_this_one(told, document, project, showcase):
    in_english(showcase.get_parent().specific, slug="en-home")
    in_english(showcase, slug="showcase")
    english = in_english(project, title="The café below", slug="cafe-en")
    assert told(address=english.full_url)[1]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://example.org/fr/vitrine/cafe/credential.json", Outcome.ELSEWHERE),
        ("http://169.254.169.254/latest/meta-data/", Outcome.ELSEWHERE),
        ("http://localhost@example.org/fr/vitrine/cafe/", Outcome.ELSEWHERE),
        ("//example.org/fr/vitrine/cafe/", Outcome.ELSEWHERE),
        ("example.org/fr/vitrine/cafe/", Outcome.ELSEWHERE),
        ("file:///etc/passwd", Outcome.ELSEWHERE),
        ("gopher://localhost/fr/vitrine/cafe/", Outcome.ELSEWHERE),
        ("/fr/vitrine/autre/", Outcome.NOT_FOUND),
        ("/fr/vitrine/", Outcome.NOT_FOUND),
        ("/de/vitrine/cafe/", Outcome.NOT_FOUND),
        ("/admin/", Outcome.NOT_FOUND),
        ("/fr/vitrine/%00/", Outcome.NOT_FOUND),
        ("http://[localhost/", Outcome.NOT_FOUND),
        ("http://localhost:99999999/fr/", Outcome.NOT_FOUND),
        ("/fr/" + "a/" * 900, Outcome.NOT_FOUND),
        ("/fr/" + "a/" * 900_000, Outcome.NOT_FOUND),
    ],
)
def test_no_address_elsewhere_is_fetched_and_none_without_a_credential_is_found(
    told, document, address, reason
):
    text, holds = told(address=address)
    assert not holds
    assert str(reason.label)[:30] in text


def test_a_project_without_a_verified_criterion_is_told_apart_from_an_address_that_leads_nowhere(
    told, project
):
    project.assessments.update(assessor="editors")
    text, holds = told(address=project.full_url)
    assert not holds
    assert str(Outcome.NOTHING_VERIFIED.label)[:30] in text


def test_a_revoked_credential_is_told_by_its_address(told, document, project):
    call_command("revoke_credential", "cafe", reason="Une preuve a été retirée.")
    assert "Une preuve a été retirée." in told(address=project.full_url)[0]


def test_a_project_behind_a_password_is_not_found(told, document, project):
    PageViewRestriction.objects.create(page=project, restriction_type="password", password="secret")
    assert not told(address=project.full_url)[1]


def test_the_page_is_never_kept_and_leads_to_its_other_language(client, showcase):
    in_english(showcase.get_parent().specific, slug="en-home")
    in_english(showcase, slug="showcase")
    response = client.get(f"{showcase.url}verifier/", {"address": "/fr/vitrine/cafe/"})
    assert "no-store" in response["Cache-Control"]
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("[name=address]")["value"] == "/fr/vitrine/cafe/"
    other = page.select_one(".languages a")["href"]
    assert urlsplit(other).path.endswith("/showcase/verify/")
    assert client.get(other).status_code == 200


def test_the_page_asks_the_database_little(client, showcase, count_queries):
    assert count_queries(f"{showcase.url}verifier/") <= 12


@ANYTHING
@given(text=st.text() | st.binary().map(lambda raw: raw.decode("latin-1")) | JSON.map(json.dumps))
def test_nothing_breaks_whatever_is_pasted(home, text):
    assert check(text).outcome is not Outcome.VERIFIED


@ANYTHING
@given(parts=st.dictionaries(st.sampled_from(NAMES), JSON, max_size=6))
def test_nothing_breaks_whatever_a_document_holds(document, parts):
    changed = {**document, **parts}
    verified = check(json.dumps(changed)).outcome is Outcome.VERIFIED
    assert not verified or changed == document


@ANYTHING
@given(data=st.data())
def test_no_single_changed_character_goes_unnoticed(document, data):
    text = json.dumps(document, ensure_ascii=False)
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(codec="utf-8"))
    changed = text[:place] + other + text[place + 1 :]
    if check(changed).outcome is Outcome.VERIFIED:
        assert json.loads(changed) == document
