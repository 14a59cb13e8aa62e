"""What is kept of an application, from the first e-mail to the published page."""

from showcase.applications.models.access import AccessKey
from showcase.applications.models.approvals import Approval
from showcase.applications.models.attachments import Attachment
from showcase.applications.models.decisions import Appeal, Decision, Outcome, Reason
from showcase.applications.models.events import Event, EventKind
from showcase.applications.models.files import Application, Person, Section, Snapshot, State
from showcase.applications.models.letters import Letter
from showcase.applications.models.messages import Message
from showcase.applications.models.reviews import Remark, Review, Score
from showcase.applications.models.rules import ApplicationRules
from showcase.applications.models.traces import Trace

__all__ = [
    "AccessKey",
    "Appeal",
    "Application",
    "ApplicationRules",
    "Approval",
    "Attachment",
    "Decision",
    "Event",
    "EventKind",
    "Letter",
    "Message",
    "Outcome",
    "Person",
    "Reason",
    "Remark",
    "Review",
    "Score",
    "Section",
    "Snapshot",
    "State",
    "Trace",
]
