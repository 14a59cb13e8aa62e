"""What a credential says of a project: the criteria that a jury verified, and nothing else."""

import datetime
import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Any

from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.html import strip_tags
from django.utils.translation import gettext, override
from openbadgeslib.ob3 import Achievement, Evidence, OpenBadgeCredential, Result, ResultDescription

from home.models import SourceKind
from showcase.badges import BadgeState
from showcase.credentials import issuer
from showcase.models.assessments import CriterionAssessment, latest_of_each
from showcase.models.projects import ProjectPage


@dataclass
class Claim:
    """A published project and what can be certified of it today. `root` is the site's own address."""

    page: ProjectPage
    root: str

    @cached_property
    def findings(self) -> list[CriterionAssessment]:
        """What a jury verified, in whole or in part, and that has not expired, in the order of the grid."""
        found = latest_of_each(self.page.assessments.select_related("criterion__grid"))
        return [one for one in found if one.badge.state is BadgeState.VERIFIED]

    @property
    def valid_until(self) -> datetime.datetime | None:
        """The end of the day on which the first of the findings expires; None where none does."""
        days = [found.review_by for found in self.findings if found.review_by]
        if not days:
            return None
        return timezone.make_aware(
            datetime.datetime.combine(min(days) + datetime.timedelta(days=1), datetime.time())
        )

    @property
    def address(self) -> str:
        return self.page.full_url

    @property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of all that the credential rests on."""
        rests_on = [
            issuer.did(self.root),
            self.address,
            self.page.title,
            [
                [
                    found.criterion.code,
                    found.criterion.grid.version,
                    found.finding,
                    found.reason,
                    found.evidence.get_prep_value(),
                    found.assessed_on.isoformat(),
                    found.review_by.isoformat() if found.review_by else "",
                ]
                for found in self.findings
            ],
        ]
        # Keys of blocks are made anew when a page is copied; they say nothing.
        return hashlib.sha256(json.dumps(_without_keys(rests_on), sort_keys=True).encode()).hexdigest()

    def credential(self, urn: str, issued_at: datetime.datetime, status: dict[str, Any]) -> dict[str, Any]:
        """The credential, not signed: Open Badges 3.0, in the language of the page.

        `urn` is its own id, `status` its place in the list of what was revoked.
        """
        with override(self.page.locale.language_code):
            credential = OpenBadgeCredential(
                id=urn,
                issuer=issuer.profile(self.root, self.page.locale),
                recipient_id=self.address,
                name=gettext("%(project)s: criteria of social innovation verified by the jury")
                % {"project": self.page.title},
                achievement=self._achievement(),
                issuance_date=issued_at,
                expiration_date=self.valid_until,
                evidence=_evidence(self.findings),
                credential_status=[status],
                results=[
                    Result(value=found.get_finding_display(), result_description=self._id_of(found))
                    for found in self.findings
                ],
            ).to_vc()
        credential["credentialSubject"]["achievement"]["inLanguage"] = self.page.locale.language_code
        credential["image"] = {"id": f"{self.address}badge.svg", "type": "Image"}
        return credential

    def _achievement(self) -> Achievement:
        return Achievement(
            id=self._id("grid"),
            name=gettext("Criteria of social innovation, verified by a jury"),
            description=gettext(
                "A jury of this site read the evidence and found these criteria demonstrated, in whole or in"
                " part. It is this site’s own reading of public evidence; it is not an official label."
            ),
            criteria_narrative="\n\n".join(map(_narrative, self.findings)),
            result_descriptions=[
                ResultDescription(
                    id=self._id_of(found),
                    name=found.criterion.title,
                    result_type="Result",
                )
                for found in self.findings
            ],
        )

    def _id(self, what: str) -> str:
        """The same for all credentials in this language made with the same versions of the grid."""
        versions = sorted({found.criterion.grid.version for found in self.findings})
        name = "-".join([what, *map(str, versions), self.page.locale.language_code])
        return f"{self.root}/issuer.json#{name}"

    def _id_of(self, found: CriterionAssessment) -> str:
        return self._id(found.criterion.code)


def _narrative(found: CriterionAssessment) -> str:
    """One criterion as it was asked for: its title, its version and what it means, in Markdown."""
    criterion = found.criterion
    version = gettext("grid version %(version)d") % {"version": criterion.grid.version}
    meaning = unescape(strip_tags(criterion.meaning.replace("</p>", "</p> "))).split()
    return f"**{criterion.title}** ({version}). {' '.join(meaning)}"


def _evidence(findings: list[CriterionAssessment]) -> list[Evidence]:
    """Each document once, with what it is evidence of: in linked data, one address is one thing."""
    kinds = dict(SourceKind.choices)
    pieces: dict[str, Evidence] = {}
    for found in findings:
        for block in found.evidence:
            value, says = block.value, f"{found.criterion.short_title}. {found.reason}"
            known = pieces.get(address := iri_to_uri(value["url"]))
            if known:
                known.narrative = f"{known.narrative}\n\n{says}"
                continue
            pieces[address] = Evidence(
                id=address,
                name=value["title"],
                genre=str(kinds.get(value["kind"], "")) or None,
                description=", ".join(filter(None, [value["date"], value["language"]])) or None,
                narrative=says,
            )
    return list(pieces.values())


def _without_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_keys(part) for name, part in value.items() if name != "id"}
    return list(map(_without_keys, value)) if isinstance(value, list) else value
