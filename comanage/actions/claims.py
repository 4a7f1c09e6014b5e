"""Claims: what was claimed of each figure, what was found, and what stands, side by side.

What somebody submitted first is the claim; what is verified is what counts. Where a locked
figure was corrected after its period was unlocked, the claim begins anew with the correction.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from comanage.access import Actor, allowed
from comanage.actions.entries import Key, Sheet, key_of
from comanage.actions.findings import value_of
from comanage.records import looked_into
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import note
from comanage.records.basis import as_value
from comanage.records.claim_sample import ClaimSample
from comanage.records.figure import Figure
from comanage.records.finding import Finding
from comanage.rights import Right
from comanage.rules import figures as rules
from comanage.rules.measure import Measure
from comanage.rules.signoff import FigureState
from comanage.rules.terms import Terms
from comanage.statements.exports import figures_csv
from comanage.statements.exports.figures_csv import FigureLine

MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure with all its versions.

    Attributes:
        measure: The terms of its measure.
        name: Its name for people.
        versions: Every version, oldest first; the last one stands.
        findings: What was found, by the version that it is about.
        samples: The samples, by the version that they are of.
    """

    measure: Measure
    name: str
    versions: tuple[Figure, ...]
    findings: Mapping[int, Finding]
    samples: Mapping[int, ClaimSample]

    @property
    def stands(self) -> Figure:
        """The version that stands."""
        return self.versions[-1]

    @property
    def since(self) -> tuple[Figure, ...]:
        """The versions since the last one that a settlement was approved with."""
        earlier = [
            at for at, one in enumerate(self.versions[:-1]) if one.state is FigureState.LOCKED
        ]
        return self.versions[earlier[-1] + 1 :] if earlier else self.versions

    @property
    def claimed(self) -> Figure | None:
        """The version that was submitted first; None while none was."""
        return next((one for one in self.since if one.submitted_at is not None), None)

    @property
    def found(self) -> Finding | None:
        """What was found last, if anything was."""
        found = [self.findings[one.id] for one in self.since if one.id in self.findings]
        return found[-1] if found else None

    @property
    def found_result(self) -> Fraction | None:
        """The result that was found, as it is compared."""
        if self.found is None:
            return None
        claim = next(one for one in self.since if one.id == self.found.figure_id)
        return self.result(value_of(self.found, claim))

    @property
    def difference(self) -> Fraction | None:
        """What stands less what was claimed, or what was found less it while the claim stands."""
        if self.claimed is None:
            return None
        claimed = self.result(as_value(self.claimed))
        now = self.result(as_value(self.stands))
        if self.claimed is self.stands and self.found is not None:
            now = self.found_result
        return None if claimed is None or now is None else now - claimed

    @property
    def differs(self) -> bool:
        """Whether something else was found, or stands, than was claimed."""
        if self.claimed is None:
            return False
        claimed = as_value(self.claimed)
        return self.found is not None or self.result(claimed) != self.result(as_value(self.stands))

    @property
    def moved(self) -> str:
        """The difference with its sign; of two percentages in points. Empty where there is none."""
        if not self.difference:
            return ""
        size = self.measure.scale.shown(abs(self.difference)).replace("%", " points")
        return f"{'+' if self.difference > 0 else MINUS}{size}"

    @property
    def words(self) -> str:
        """What was claimed and found, and the difference, in words; empty where nothing differs."""
        if not self.differs:
            return ""
        told = [f"claimed {self.shown(self.claimed)}"]
        told += [f"found {self.written(self.found_result)}"] if self.found else []
        told += [f"difference {self.moved}"] if self.difference else []
        return ", ".join(told)

    def result(self, value: rules.Figure) -> Fraction | None:
        """Give a result as it is compared."""
        number = rules.result(value, self.measure)
        return None if number is None else self.measure.scale.at_precision(number)

    def shown(self, figure: Figure | None) -> str:
        """Write a version's result with its unit, or the reason why there is none."""
        if figure is None:
            return ""
        return self.written(self.result(as_value(figure))) or (figure.absent or "")

    def written(self, number: Fraction | None) -> str:
        """Write a result with its unit; empty where there is none."""
        return "" if number is None else self.measure.scale.shown(number)


def of_period(session: Session, period_id: int, terms: Terms) -> Mapping[Key, Claim]:
    """Give every figure of a period with its versions, findings and samples."""
    chains: dict[Key, list[Figure]] = defaultdict(list)
    looked = looked_into.of_period(session, period_id)
    for figure, _, _ in looked:
        chains[key_of(figure)].append(figure)
    found = {each.figure_id: each for _, each, _ in looked if each is not None}
    drawn = {each.figure_id: each for _, _, each in looked if each is not None}
    claims = {}
    for key, chain in chains.items():
        measure = terms.measure(key[1])
        if measure is not None:
            name = terms.figure(key[0], measure)
            claims[key] = Claim(measure, name, tuple(chain), found, drawn)
    return claims


def export(
    session: Session, actor: Actor, agreement_id: int, period_code: str
) -> tuple[str, bytes]:
    """Hand out a period's figures as CSV: claimed, found and verified side by side.

    Returns:
        The name of the file, and its bytes.
    """
    role = allowed(session, actor, Right.FIGURE_READ, agreement_id)
    sheet = Sheet.opened(session, actor, agreement_id, period_code)
    claims = of_period(session, sheet.period.id, sheet.terms)
    lines = [_line(sheet, key, claim) for key, claim in claims.items()]
    note(
        session, actor, Act.FIGURES_EXPORTED, role=role, agreement_id=agreement_id,
        object_id=sheet.period.id, after={"period": period_code, "figures": len(lines)},
    )  # fmt: skip
    agreement = session.get_one(Agreement, agreement_id)
    return f"figures-{agreement.code}-{period_code}.csv", figures_csv.write(lines)


def remarkable(claims: Sequence[Claim]) -> list[Claim]:
    """Keep the figures that whoever approves should know something of."""
    return [
        claim
        for claim in claims
        if claim.differs
        or claim.stands.days_late
        or claim.stands.out_of_pattern
        or any(one.id in claim.samples for one in claim.since)
    ]


def _line(sheet: Sheet, key: Key, claim: Claim) -> FigureLine:
    stands, sample = claim.stands, claim.samples.get(claim.stands.id)
    told = sample.result if sample else None
    return FigureLine(
        period=sheet.period.code,
        participant=key[0],
        measure=key[1],
        name=claim.measure.name,
        unit=claim.measure.unit,
        claimed=claim.result(as_value(claim.claimed)) if claim.claimed else None,
        found=claim.found_result,
        stands=claim.result(as_value(stands)),
        difference=claim.difference,
        numerator=stands.numerator,
        denominator=stands.denominator,
        baseline=stands.baseline,
        absent=stands.absent or "",
        state=stands.state,
        due_on=stands.due_on,
        days_late=stands.days_late,
        out_of_pattern=stands.out_of_pattern,
        note=stands.note,
        source=stands.source,
        entered_by=stands.entered_by.name,
        entered_at=stands.entered_at,
        verified_by=stands.verified_by.name if stands.verified_by else "",
        verified_at=stands.verified_at,
        sampled=told.answers.size if told else None,
        confirmed=told.confirmed if told else None,
    )
