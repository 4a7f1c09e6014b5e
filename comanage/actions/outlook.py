"""Outlook: what would have earned more in an approved period, for its page.

It rests on the figures of the settlement and on its terms, and settles again with each change
alone. Its dollars are the pool's, which every party knows.
"""

from comanage.actions.results import ResultView
from comanage.records import basis
from comanage.rules.outlook import Route
from comanage.rules.routes import routes


def of_result(view: ResultView) -> tuple[Route, ...]:
    """List what would have earned more in a period, the most dollars first.

    Nothing is listed of what is not approved, of an advance, and of a loss that groups share; nor
    for a leader where groups have scores of their own, since the pool's dollars tell of the others.
    """
    shown = view.shown
    if shown is None or shown.sheet.advance or shown.sheet.possible < 0:
        return ()
    if view.limited and shown.sheet.own_scores:
        return ()
    terms, figures = basis.terms_of(shown.record.scorecard), basis.figures_settled(shown.record)
    return routes(terms, figures, view.period.code).routes
