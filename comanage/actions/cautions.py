"""Cautions: written answers to what lint finds odd in a draft, by the person who stands by them."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor
from comanage.actions.draft import Draft
from comanage.actions.free_text import text_faults
from comanage.records.acts import Act
from comanage.refusals import Fault, Faulty
from comanage.rules import canonical
from comanage.rules.drafting import with_answers
from comanage.rules.lint import lint
from comanage.rules.terms import Terms

LONGEST = 2000  # signs of an answer
GONE = "This is no longer odd, so it needs no answer."
UNSAID = "Write why the terms are meant as they are."


def answer_cautions(
    session: Session, actor: Actor, agreement_id: int, answers: Mapping[str, str], *, revision: int
) -> int:
    """Answer cautions of a draft scorecard; the answers stand in its terms, and are locked with them.

    Args:
        session: The session of the change.
        actor: Who answers.
        agreement_id: The agreement.
        answers: Why the terms are meant as they are, by the key of each caution.
        revision: The one that was opened.

    Returns:
        The revision that now stands.

    Raises:
        Stale: Someone else saved first.
        Faulty: An answer is empty, or to nothing that is odd now; places are the keys.
    """
    draft = Draft.opened(session, actor, agreement_id, revision=revision)
    held = draft.terms
    given = {key: answer.strip() for key, answer in answers.items()}
    if found := _faults(held, given):
        raise Faulty(found)
    new = with_answers(held, given, by=actor.name, on=clock.today())
    draft.store(new)
    draft.note(Act.CAUTIONS_ANSWERED, before=_told(held), after=_told(new))
    return draft.scorecard.revision


def _faults(held: Terms, given: Mapping[str, str]) -> list[Fault]:
    odd = {caution.key for caution in lint(held).cautions}
    found = [] if given else [Fault("", UNSAID)]
    for key, answer in given.items():
        if key not in odd:
            found.append(Fault(key, GONE))
        elif not answer:
            found.append(Fault(key, UNSAID))
        else:
            found += text_faults({key: answer}, longest=LONGEST)
    return found


def _told(terms: Terms) -> dict[str, object]:
    return {"answers": canonical.document(terms.answers)}
