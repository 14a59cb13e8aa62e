"""The check before applying: the entry gate, and what makes a file easy to read, in plain questions."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

ANSWERS = (("yes", _("Yes")), ("no", _("No")), ("unsure", _("I do not know")))
# From the best to the worst: what the check says is the worst that an answer leads to.
VERDICTS = ("likely", "perhaps", "not-yet", "no")


@dataclass(frozen=True)
class Question:
    """One question: what is asked, and what to say to “no” and to “I do not know”."""

    name: str
    words: Any
    help: Any
    if_no: Any
    if_unsure: Any
    # What “no” leads to, one of VERDICTS.
    no_means: str


QUESTIONS = (
    Question(
        "need",
        _("Does the project answer a need of people whom you can name?"),
        _("Having water, finding work, being cared for, being heard… rather than a market to win."),
        _(
            "Everything in the showcase begins with a social need. A project that serves its own members or a"
            " market alone has no place in it, however good it is."
        ),
        _("Ask those whom the project is for what they lack, and write it down in their words."),
        no_means="no",
    ),
    Question(
        "unmet",
        _("Was this need unmet, or badly met, where the project works?"),
        _("By the market, by public services, by those who were there before."),
        _(
            "A good answer that others give already is useful; the showcase is for needs that had none. If"
            " what existed leaves some people out, the need may be theirs: begin the check again with them in"
            " mind."
        ),
        _("List what people could turn to before, and why it was not enough. That list is your evidence."),
        no_means="no",
    ),
    Question(
        "began",
        _("Has the project begun, so that somebody from outside could see it at work?"),
        _("A trial counts. An idea, however good, does not yet."),
        _("Come back when a first trial has taken place: there will be something to show, and to judge."),
        _("If people outside the team have taken part in something, it has begun: answer yes."),
        no_means="not-yet",
    ),
    Question(
        "evidence",
        _("Is there at least one document that somebody else could read?"),
        _("A report, an article, an agreement, figures with their source."),
        _(
            "Findings rest on evidence. Gather one document per criterion before you send the file: you may"
            " begin it today and leave the gaps open."
        ),
        _("Minutes of a meeting, a local article, a letter of a partner: these count too."),
        no_means="perhaps",
    ),
    Question(
        "concerned",
        _("Do the people concerned have a part in it, beyond being served?"),
        _("They decide, do, verify or correct something."),
        _("Participation is one of the criteria. A project may enter without it; its badge will say so."),
        _("Ask them. What they decide or change themselves is what the jury looks for."),
        no_means="likely",
    ),
)


@dataclass(frozen=True)
class Answer:
    """What the check says: one of VERDICTS, and for each answer but “yes” (its question, what to do)."""

    verdict: str
    advice: list[tuple[Any, Any]]


class CheckForm(forms.Form):
    """The questions, each with a choice of three answers."""

    def __init__(self, data: Any = None):
        super().__init__(data)
        for question in QUESTIONS:
            self.fields[question.name] = forms.ChoiceField(
                label=question.words,
                help_text=question.help,
                choices=ANSWERS,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Choose one answer."),
                    "invalid_choice": _("Choose one answer."),
                },
            )

    def answer(self) -> Answer:
        """Of a form that is valid."""
        verdict, advice = VERDICTS[0], []
        for question in QUESTIONS:
            said = self.cleaned_data[question.name]
            if said == "yes":
                continue
            # Not to know is never worse than something to find out.
            leads_to = (
                question.no_means if said == "no" else min(question.no_means, "perhaps", key=VERDICTS.index)
            )
            verdict = max(verdict, leads_to, key=VERDICTS.index)
            advice.append((question.words, question.if_no if said == "no" else question.if_unsure))
        return Answer(verdict, advice)
