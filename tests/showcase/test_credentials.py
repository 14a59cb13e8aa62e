"""The credential of a project: issued once, signed, revoked, and verified by others from what we publish."""

import base64
import datetime
import gzip
import json
import re
import stat
from urllib.parse import urlsplit

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError, OB3Verifier
from wagtail.models import PageViewRestriction

from showcase.credentials import keys
from showcase.credentials.checking import Outcome, check
from showcase.models import (
    CriteriaGrid,
    Criterion,
    CriterionAssessment,
    IssuedCredential,
    ProjectPage,
    Revocation,
)
from tests.factories import in_english, make_grid
from tests.showcase.credentials import HOLDS_UNTIL, change, of_json, verified_project

DID = "did:web:localhost"
# What each kind of thing must have, from the data models of Open Badges 3.0 (appendix B.1 of the
# specification, multiplicity 1 or 1..*), of which the published JSON schema is a rendering.
REQUIRED = {
    "": {"@context", "id", "type", "issuer", "validFrom", "credentialSubject"},
    "issuer": {"id", "type"},
    "credentialSubject": {"type", "achievement"},
    "credentialSubject.achievement": {"id", "type", "name", "description", "criteria"},
    "credentialSubject.achievement.resultDescription": {"id", "type", "name", "resultType"},
    "credentialSubject.result": {"type"},
    "credentialStatus": {"id", "type"},
    "credentialSchema": {"id", "type"},
    "evidence": {"type"},
    "image": {"id", "type"},
    "proof": {"type", "created", "cryptosuite", "verificationMethod", "proofPurpose", "proofValue"},
}


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path):
    settings.CREDENTIAL_KEYS_DIR = tmp_path / "keys"
    return settings.CREDENTIAL_KEYS_DIR


@pytest.fixture
def key(key_folder):
    return keys.make()


@pytest.fixture
def project(showcase):
    return verified_project(showcase)


def ask(client, page, name: str = "credential.json", status: int = 200):
    response = client.get(f"{page.url}{name}")
    assert response.status_code == status
    return response


@pytest.fixture
def fetch(client):
    """Fetches from this site what somebody elsewhere would fetch over HTTPS."""

    def download(address: str) -> bytes:
        return client.get(urlsplit(address).path).content

    return download


def test_somebody_else_verifies_the_document_from_what_the_site_publishes(client, key, project, fetch):
    document = of_json(ask(client, project))
    credential = OB3LdpVerifier.for_issuer_did(DID).verify(document, check_status=True, download=fetch)
    assert credential.recipient_id == project.full_url
    assert [result.value for result in credential.results] == ["démontré", "démontré en partie"]
    assert credential.evidence[0].id == "https://example.org/etude"


def test_somebody_else_verifies_the_token_from_what_the_site_publishes(client, key, project, fetch):
    token = ask(client, project, "credential.jwt").content.decode()
    verifier = OB3Verifier.for_issuer_did(DID, download=fetch)
    credential = verifier.verify(token, check_status=True, download=fetch)
    assert credential.id == of_json(ask(client, project))["id"]


def test_what_a_later_grid_found_is_what_counts(client, key, project):
    known = of_json(ask(client, project))["id"]
    for found in project.assessments.select_related("criterion"):
        later = Criterion.objects.get(
            grid=make_grid_like(2), code=found.criterion.code, locale=project.locale
        )
        CriterionAssessment.objects.create(
            page=project,
            locale=project.locale,
            criterion=later,
            finding="not_demonstrated",
            assessor="jury",
            reason="Rien trouvé.",
        )
    project.save_revision().publish()
    assert of_json(ask(client, project, status=404))["status"] == 404
    assert Revocation.objects.get().credential.urn == known


def make_grid_like(version: int) -> CriteriaGrid:
    return CriteriaGrid.objects.filter(version=version).first() or make_grid(version=version)


def test_the_credential_has_all_that_open_badges_asks_for(client, key, project):
    document = of_json(ask(client, project))
    for path, required in REQUIRED.items():
        found = [document]
        for name in filter(None, path.split(".")):
            parts = [part[name] for part in found]
            found = [one for part in parts for one in (part if isinstance(part, list) else [part])]
        assert found
        assert all(required <= one.keys() for one in found), path
    assert {"VerifiableCredential", "OpenBadgeCredential"} <= set(document["type"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", document["validFrom"])


def test_the_credential_says_what_was_verified_from_what_until_when_and_that_it_is_no_label(
    client, key, project
):
    document = of_json(ask(client, project))
    achievement = document["credentialSubject"]["achievement"]
    narrative = achievement["criteria"]["narrative"]
    assert "Critère novelty" in narrative
    assert "Critère risk" in narrative
    assert "partnership" not in narrative  # documented by the editors, not verified
    assert document["validUntil"] == "2027-06-30T22:00:00Z"  # the end of that day in Paris
    # A document that two findings rest on is named once, with both.
    assert len(document["evidence"]) == 2
    assert "novelty" in document["evidence"][0]["narrative"]
    assert "risk" in document["evidence"][0]["narrative"]
    assert document["evidence"][1]["id"] == "https://example.org/%C3%A9%20t"


def test_each_language_has_its_own_credential(client, key, project, showcase):
    in_english(showcase.get_parent().specific, slug="en-home")
    in_english(showcase, slug="showcase")
    english = in_english(project, title="The café below", slug="cafe")
    for found in english.assessments.all():
        assert found.locale.language_code == "en"
    document = of_json(ask(client, english))
    assert document["name"].startswith("The café below")
    assert document["credentialSubject"]["achievement"]["inLanguage"] == "en"
    assert document["id"] != of_json(ask(client, project))["id"]


def test_an_end_is_left_out_where_no_finding_expires(client, key, project):
    change(project, "novelty", review_by=None)
    assert "validUntil" not in of_json(ask(client, project))


def test_documented_by_the_editors_is_not_verified_by_a_jury(client, key, project):
    change(project, "novelty", assessor="editors")
    change(project, "risk", assessor="editors")
    response = ask(client, project, status=404)
    assert response["Content-Type"] == "application/problem+json"
    told = of_json(response)
    assert told["status"] == 404
    assert "novelty" in told["findings"]
    assert not IssuedCredential.objects.exists()


@pytest.mark.parametrize(
    ("values", "verified"),
    [
        ({"finding": "not_demonstrated"}, False),
        ({"assessor": "self"}, False),
        ({"review_by": datetime.date(2026, 1, 1)}, False),
        ({"finding": "partly"}, True),
    ],
)
def test_only_what_a_jury_found_and_still_holds_counts(client, key, project, values, verified):
    change(project, "risk", finding="not_demonstrated")
    change(project, "novelty", **values)
    ask(client, project, status=200 if verified else 404)


def test_without_a_key_the_credential_says_so_and_the_rest_works(client, project):
    assert "credential_keys make" in of_json(ask(client, project, status=503))["detail"]
    ask(client, project, "badge.svg")
    assert client.get(project.url).status_code == 200
    assert client.get("/issuer.json").status_code == 200
    assert of_json(client.get("/.well-known/jwks.json")) == {"keys": []}
    assert client.get("/.well-known/did.json").status_code == 503


def test_the_same_findings_are_the_same_credential(client, key, project):
    first = ask(client, project).content
    with time_machine.travel(datetime.datetime(2027, 2, 1, 9, tzinfo=datetime.UTC)):
        assert ask(client, project).content == first
    assert IssuedCredential.objects.count() == 1


def test_other_findings_are_another_credential_and_the_older_one_is_revoked(client, key, project, fetch):
    old = of_json(ask(client, project))
    change(project, "risk", finding="demonstrated")
    new = of_json(ask(client, project))
    assert new["id"] != old["id"]
    verifier = OB3LdpVerifier.for_issuer_did(DID)
    verifier.verify(new, check_status=True, download=fetch)
    with pytest.raises(OB3VerificationError, match="revocation"):
        verifier.verify(old, check_status=True, download=fetch)


def test_publishing_other_findings_revokes_at_once(client, key, project):
    ask(client, project)
    page = ProjectPage.objects.get(pk=project.pk)
    page.assessments.filter(criterion__code="novelty").update(assessor="editors")
    ProjectPage.objects.get(pk=project.pk).save_revision().publish()
    assert Revocation.objects.get().cause == "superseded"


def test_publishing_the_same_findings_revokes_nothing(client, key, project):
    ask(client, project)
    ProjectPage.objects.get(pk=project.pk).save_revision().publish()
    assert not Revocation.objects.exists()


@pytest.mark.parametrize("leave", ["unpublish", "delete"])
def test_a_project_taken_away_takes_its_credential_along(client, key, project, leave):
    ask(client, project)
    getattr(ProjectPage.objects.get(pk=project.pk), leave)()
    assert Revocation.objects.get().cause == "withdrawn"
    ask(client, project, status=404)
    ask(client, project, "badge.svg", status=404)


def test_a_project_behind_a_password_shows_no_credential(client, key, project):
    PageViewRestriction.objects.create(page=project, restriction_type="password", password="secret")
    response = client.get(f"{project.url}credential.json")
    assert b"proof" not in response.content


def test_an_old_key_retires_and_what_it_signed_still_verifies(client, key, project, key_folder, fetch):
    old = of_json(ask(client, project))
    new_key = keys.rotate()
    assert [path.name for path in key_folder.glob("*.private.pem")] == [f"{new_key}.private.pem"]
    change(project, "risk", finding="demonstrated")
    new = of_json(ask(client, project))
    verifier = OB3LdpVerifier.for_issuer_did(DID)
    assert verifier.verify(old, download=fetch).id == old["id"]
    assert verifier.verify(new, check_status=True, download=fetch).id == new["id"]
    assert new["proof"]["verificationMethod"] == f"{DID}#{new_key}"
    assert {one["kid"] for one in of_json(client.get("/.well-known/jwks.json"))["keys"]} == {key, new_key}


def test_what_a_stolen_key_signed_is_issued_anew_once_the_key_is_taken_away(client, key, project, key_folder):
    old = of_json(ask(client, project))
    keys.rotate()
    (key_folder / f"{key}.public.pem").unlink()
    assert of_json(ask(client, project))["id"] != old["id"]
    assert Revocation.objects.get().credential.urn == old["id"]
    assert check(json.dumps(old)).outcome is Outcome.UNKNOWN_KEY


def test_a_private_key_is_its_owners_alone_and_is_published_nowhere(client, key, project, key_folder):
    path = key_folder / f"{key}.private.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(key_folder.stat().st_mode) == 0o700
    shown = [client.get("/.well-known/did.json").content, client.get("/.well-known/jwks.json").content]
    assert not any(b'"d"' in text for text in shown)


def test_the_command_makes_one_key_and_says_where(capsys, key_folder):
    call_command("credential_keys", "list")
    assert "No key is in use" in capsys.readouterr().out
    call_command("credential_keys", "make")
    assert str(key_folder) in capsys.readouterr().out
    with pytest.raises(CommandError, match="rotate"):
        call_command("credential_keys", "make")
    call_command("credential_keys", "rotate")
    capsys.readouterr()
    call_command("credential_keys", "list")
    listed = capsys.readouterr().out.splitlines()
    assert len(listed) == 2
    assert listed[0].endswith("in use") != listed[1].endswith("in use")


def test_a_folder_that_cannot_be_used_is_told(settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.CREDENTIAL_KEYS_DIR = tmp_path / "file"
    with pytest.raises(CommandError, match="cannot be used"):
        call_command("credential_keys", "make")


def test_a_project_can_be_revoked_with_a_reason_and_the_revocation_lifted(client, key, project, fetch):
    document = of_json(ask(client, project))
    call_command("revoke_credential", "cafe", reason="Une preuve a été retirée.")
    told = of_json(ask(client, project, status=410))
    assert "Une preuve a été retirée." in told["detail"]
    with pytest.raises(OB3VerificationError, match="revocation"):
        OB3LdpVerifier.for_issuer_did(DID).verify(document, check_status=True, download=fetch)
    call_command("revoke_credential", "cafe", undo=True)
    assert of_json(ask(client, project)) == document


def test_revoking_needs_a_reason_and_a_project_with_a_credential(client, key, project):
    with pytest.raises(CommandError, match="No credential"):
        call_command("revoke_credential", "cafe", reason="Parce que.")
    ask(client, project)
    with pytest.raises(CommandError, match="--reason"):
        call_command("revoke_credential", str(project.pk), reason="  ")
    with pytest.raises(CommandError, match="No project"):
        call_command("revoke_credential", "autre", reason="Parce que.")


def test_other_findings_end_a_revocation(client, key, project):
    first = of_json(ask(client, project))
    call_command("revoke_credential", "cafe", reason="Une erreur.")
    change(project, "risk", finding="demonstrated")
    assert of_json(ask(client, project))["id"] != first["id"]
    assert Revocation.objects.get().cause == "editors"


def test_the_list_of_revocations_holds_one_bit_for_each_credential(client, key, project):
    ask(client, project)
    row = IssuedCredential.objects.get()
    number, index = divmod(row.pk, 131072)
    call_command("revoke_credential", "cafe", reason="Une erreur.")
    token = client.get(f"/credentials/status/{number}.jwt").content.split(b".")[1]
    claims = base64.urlsafe_b64decode(token + b"==")
    encoded = re.search(rb'"encodedList": ?"u([\w-]+)"', claims)[1]
    bits = gzip.decompress(base64.urlsafe_b64decode(encoded + b"=="))
    assert [place for place in range(len(bits) * 8) if bits[place // 8] & (0x80 >> place % 8)] == [index]
    assert client.get(f"/credentials/status/{number + 1}.jwt", follow=True).status_code == 404


def test_there_is_no_list_before_there_is_a_credential(client, home, key):
    assert client.get("/credentials/status/0.jwt", follow=True).status_code == 404
    assert client.get(f"/credentials/status/{10**30}.jwt", follow=True).status_code == 404


def test_what_others_verify_with_may_be_read_from_any_site_and_the_page_may_not(client, key, project):
    for path in (
        f"{project.url}credential.json",
        "/issuer.json",
        "/.well-known/did.json",
        "/.well-known/jwks.json",
    ):
        response = client.get(path)
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not client.get(project.url).has_header("Access-Control-Allow-Origin")


def test_a_credential_is_asked_for_by_reading_only(client, key, project):
    for name in ("credential.json", "credential.jwt", "badge.svg"):
        assert client.post(f"{project.url}{name}").status_code == 405


def test_the_issuer_names_itself_as_the_credential_does(client, key, project):
    told = of_json(client.get("/issuer.json"))
    assert told["id"] == DID
    assert told["id"] == of_json(ask(client, project))["issuer"]["id"]


def test_issuing_changes_no_page(client, key, project, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as followed:
        ask(client, project)
    assert followed == []


def test_the_sheet_offers_the_code_and_the_credential(client, key, project):
    text = client.get(project.url).content.decode()
    assert "/fr/vitrine/cafe/credential.json" in text
    assert "/fr/vitrine/verifier/?address=" in text
    change(project, "novelty", assessor="editors")
    change(project, "risk", assessor="editors")
    text = client.get(project.url).content.decode()
    assert "credential.json" not in text
    assert 'href="/fr/vitrine/verifier/"' in text


def test_editors_see_the_register_and_revoke_in_the_admin(client, key, project):
    ask(client, project)
    row = IssuedCredential.objects.get()
    client.force_login(get_user_model().objects.create_superuser("editor", "e@example.org", "x"))
    assert client.get("/admin/snippets/showcase/issuedcredential/").status_code == 200
    assert client.get(f"/admin/snippets/showcase/issuedcredential/inspect/{row.pk}/").status_code == 200
    edited = client.get(f"/admin/snippets/showcase/issuedcredential/edit/{row.pk}/")
    assert edited.status_code == 302  # nobody may
    add = "/admin/snippets/showcase/revocation/add/"
    assert client.get(add).status_code == 200
    client.post(add, {"credential": row.pk, "reason": "Une erreur."})
    assert Revocation.objects.get().explanation.endswith("Une erreur.")
    assert client.get("/admin/snippets/showcase/revocation/").status_code == 200


def test_when_one_finding_expires_the_rest_is_certified_anew(client, key, project):
    old = of_json(ask(client, project))
    with time_machine.travel(datetime.datetime.combine(HOLDS_UNTIL, datetime.time(12)), tick=False):
        assert of_json(ask(client, project))["id"] == old["id"]
    with time_machine.travel(datetime.datetime(2027, 7, 1, 12), tick=False):
        new = of_json(ask(client, project))
    assert new["id"] != old["id"]
    assert "validUntil" not in new
