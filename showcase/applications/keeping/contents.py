"""Everything that is kept about a project and the people on its file, as data with words."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from showcase.applications.carrying.checking import TITLES
from showcase.applications.desk.gaps import attachments_of, told
from showcase.applications.models import Application, Event, EventKind
from showcase.applications.sections import Plan, plan_of
from showcase.applications.sections.plan import kinds_of

# What jurors write for themselves and to each other is not handed over: scores are given in trust, and what
# came of them is in the decision.
Row = dict[str, Any]


def moment(at: datetime.datetime | None) -> str | None:
    return at.isoformat() if at else None


@dataclass
class Contents:
    """What is kept of one file. Each method gives its rows as plain data, in the active language, with a
    query or two; nothing is held longer than it takes to write it down.
    """

    application: Application

    @property
    def plan(self) -> Plan:
        return plan_of(self.application)

    def file(self) -> Row:
        file = self.application
        times = ("started_at", "touched_at", "submitted_at", "decided_at", "approved_at", "published_at")
        return {
            "key": str(file.key),
            "project": file.title,
            "language": file.language,
            "state": str(file.get_state_display()),
            "state_since": moment(file.state_since),
            "round": file.round,
            "grid": str(file.grid),
            **{name: moment(getattr(file, name)) for name in times},
            "filled_with": str(file.grown_from.key) if file.grown_from else None,
            "page": file.page.full_url if file.page and file.page.live else None,
        }

    def people(self) -> Iterator[Row]:
        for person in self.application.people.select_related("invited_by"):
            yield {
                "email": person.email,
                "since": moment(person.since),
                "joined_at": moment(person.joined_at),
                "invited_by": person.invited_by.email if person.invited_by else None,
            }

    def sections(self) -> Iterator[Row]:
        plan, attachments = self.plan, attachments_of(self.application)
        saved = {kept.code: kept for kept in self.application.sections.select_related("saved_by")}
        for code, form in plan.forms.items():
            kept = saved.get(code)
            yield {
                "section": code,
                "title": str(form.title),
                "saved_at": moment(kept.saved_at) if kept else None,
                "saved_by": kept.saved_by.email if kept and kept.saved_by else None,
                "answers": [
                    {"question": said.label, "answer": said.words} for said in told(form, attachments)
                ],
                "as_typed": kept.data if kept else {},
            }
        for code in saved.keys() - plan.kinds.keys():
            yield {"section": code, "as_typed": saved[code].data}

    def sent(self) -> Iterator[Row]:
        for snapshot in self.application.snapshots.iterator(chunk_size=1):
            yield {
                "number": snapshot.number,
                "sent_at": moment(snapshot.taken_at),
                "sections": snapshot.sections,
            }

    def messages(self) -> Iterator[Row]:
        for message in self.application.messages.select_related("person"):
            by = str(_("The jury")) if message.from_jury else message.person and message.person.email
            yield {
                "at": moment(message.at),
                "by": by,
                "section": message.section or None,
                "text": message.text,
            }

    def events(self) -> Iterator[Row]:
        for event in self.application.events.select_related("person"):
            yield {"at": moment(event.at), "what": str(event.get_kind_display()), "by": who_of(event)}

    def decisions(self) -> Iterator[Row]:
        titles = {form.criterion.code: str(form.criterion.title) for form in self.plan.criteria}
        for decision in self.application.decisions.filter(approved_at__isnull=False):
            yield {
                "round": decision.round,
                "approved_at": moment(decision.approved_at),
                "outcome": str(decision.get_outcome_display()),
                "opening": decision.opening,
                "plan": decision.plan,
                "reasons": [
                    {
                        "criterion": reason.criterion,
                        "title": titles.get(reason.criterion, reason.criterion),
                        "finding": str(reason.get_finding_display()),
                        "convinced": reason.convinced,
                        "missing": reason.missing,
                        "would_change": reason.would_change,
                    }
                    for reason in decision.reasons.order_by("pk")
                ],
            }

    def appeal(self) -> Row | None:
        appeal = getattr(self.application, "appeal", None)
        if appeal is None:
            return None
        by = appeal.person.email if appeal.person else None
        return {"at": moment(appeal.at), "by": by, "text": appeal.text}

    def readings(self) -> Iterator[Row]:
        """When jurors had the file, without their names."""
        for review in self.application.reviews.all():
            yield {
                "round": review.round,
                "assigned_at": moment(review.assigned_at),
                "declared_at": moment(review.declared_at),
                "sent_at": moment(review.sent_at),
            }

    def page_checks(self) -> Iterator[Row]:
        titles = {code: str(kind.title) for code, kind in kinds_of(self.application).items()}
        titles |= {code: str(title) for code, title in TITLES.items()}
        for approval in self.application.approvals.select_related("person").order_by("at"):
            by = approval.person.email if approval.person else None
            yield {
                "at": moment(approval.at),
                "part": approval.part,
                "title": titles.get(approval.part, approval.part),
                "by": by,
                "remark": approval.remark,
            }

    def letters(self) -> Iterator[Row]:
        for letter in self.application.letters.all().iterator(chunk_size=50):
            yield {
                "to": letter.to,
                "subject": letter.subject,
                "body": letter.body,
                "written_at": moment(letter.written_at),
                "sent_at": moment(letter.sent_at),
            }

    def links(self) -> Iterator[Row]:
        """The links that were sent, without what is secret in them."""
        for key in self.application.keys.order_by("made_at"):
            yield {
                "to": key.email,
                "leads_to": key.leads_to,
                "made_at": moment(key.made_at),
                "expires_at": moment(key.expires_at),
                "used_at": moment(key.used_at),
            }

    def attachments(self) -> Iterator[Row]:
        for kept in self.application.attachments.select_related("added_by"):
            yield {
                "key": str(kept.key),
                "name": kept.name,
                "type": kept.content_type,
                "bytes": kept.size,
                "sha256": kept.digest,
                "state": str(kept.get_scan_display()),
                "added_at": moment(kept.added_at),
                "added_by": kept.added_by.email if kept.added_by else None,
            }


def who_of(event: Event) -> str:
    """Who did it, as the project may know: the address of somebody on the file, the jury, or the site, whose
    editors publish.
    """
    if event.person:
        return event.person.email
    is_of_the_jury = event.user_id and event.kind != EventKind.PUBLISHED
    return str(_("The jury") if is_of_the_jury else _("the site"))
