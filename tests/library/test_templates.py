"""The agreement templates: sound, watched over, within the usual ranges, ready but for money and parties."""

from collections import Counter
from fractions import Fraction

import pytest

from comanage.library import collection
from comanage.library.lines import Line
from comanage.library.measure import TYPICAL_WORDS, Usual
from comanage.library.template import Chosen, Part, Template, domains_of, origin_of
from comanage.rules.compliance import BALANCED, ComplianceClass
from comanage.rules.lint import lint
from comanage.rules.measure import Status
from comanage.rules.numbers import exact
from comanage.rules.safeguards import SAFEGUARDS
from comanage.rules.safeguards.safeguard import Stands, stands
from tests.library.scorecards import by_counsel, filled

TEMPLATES = collection.templates()
each_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: each.code)
RANGES = {  # usual practice in co-management, as shares of the scorecard
    "outcomes": ({ComplianceClass.QUALITY}, "0.35", "0.50"),
    "experience": ({ComplianceClass.EXPERIENCE}, "0.10", "0.20"),
    "efficiency and cost": ({ComplianceClass.EFFICIENCY, ComplianceClass.COST}, "0.20", "0.35"),
    "development": ({ComplianceClass.DEVELOPMENT}, "0.05", "0.15"),
    "citizenship": ({ComplianceClass.CITIZENSHIP}, "0.05", "0.10"),
}


def paid(template):
    terms = filled(template)
    return [each for _, each in terms.measures() if each.status is not Status.REPORTING]


def test_there_is_one_for_each_of_the_five_service_lines():
    assert [each.line for each in TEMPLATES] == [
        Line.CARDIOVASCULAR, Line.SURGERY, Line.NEUROSCIENCES, Line.ONCOLOGY, Line.ORTHOPEDIC,
    ]  # fmt: skip


@each_template
def test_filled_in_it_has_no_fault_and_asks_only_for_evidence_that_the_parties_must_name(template):
    found = lint(filled(template))
    assert found.faults == ()
    assert [each.key.partition(":")[0] for each in found.unanswered] == ["unstated"]
    lacking = {each.code for each in paid(template) if not each.evidence}
    (asked,) = found.unanswered
    assert {key.partition("/")[2] for key in asked.key.partition(":")[2].split(",")} == lacking
    assert lacking <= {"program-milestones", "committee-attendance", "protocol-adoption"}


@each_template
def test_with_what_counsel_decides_every_safeguard_but_evidence_stands(template):
    terms = by_counsel(filled(template))
    where = {each.name: stands(each.check(terms)) for each in SAFEGUARDS.values()}
    assert {name for name, at in where.items() if at is Stands.MISSING} == {"evidence"}
    for name in ("volume", "balance", "steering", "improvement", "mix", "fair-value"):
        assert where[name] is Stands.IN_PLACE


@each_template
def test_its_weights_are_whole_and_lie_within_the_usual_ranges(template):
    assert sum(part.weight for part in template.parts) == 1
    measures = paid(template)
    assert 8 <= len(measures) <= 14
    assert all(exact("0.05") <= each.weight <= exact("0.25") or each.weight == exact("0.04")
               for each in measures)  # fmt: skip
    for name, (kinds, least, most) in RANGES.items():
        share = sum((each.weight for each in measures if each.compliance in kinds), Fraction(0))
        assert exact(least) <= share <= exact(most), name


@each_template
def test_every_cost_measure_has_its_watcher_and_its_domain_opens_only_with_quality(template):
    terms = filled(template)
    costs = [(domain, each) for domain, each in terms.measures()
             if each.compliance in BALANCED and each.weight]  # fmt: skip
    assert costs
    for domain, each in costs:
        watchers = [terms.measure(code) for code in each.balances]
        assert any(one.compliance is ComplianceClass.QUALITY for one in watchers), each.code
        assert domain.gates


@each_template
def test_the_six_monitors_are_recorded_and_margin_is_only_reported(template):
    terms = filled(template)
    domain = next(each for each in terms.domains if each.code == Usual.MONITORING)
    assert len(domain.measures) == 6
    assert domain.weight == 0
    assert {each.method.kind for each in domain.measures} == {"recorded"}
    assert terms.measure("contribution-margin").status is Status.REPORTING


@each_template
def test_something_must_beat_its_baseline_and_few_cases_move_their_weight(template):
    chosen = [each for _, each in template.chosen()]
    assert any(each.must_beat_baseline for each in chosen)
    moving = [each for each in chosen if each.missing_for]
    assert {(one.reason, one.rule.value) for each in moving for one in each.missing_for} == {
        ("too few cases", "redistribute_domain")
    }


@each_template
def test_its_measures_are_for_its_line_and_stand_where_they_usually_do(template):
    for part, chosen in template.chosen():
        found = collection.measure(chosen.measure)
        assert found.fits(template.line), chosen.measure
        assert part.domain in {found.domain, Usual.FINANCE}, chosen.measure
        assert not found.retired


@each_template
def test_levels_say_where_they_come_from(template):
    for _, chosen in template.chosen():
        found = collection.measure(chosen.measure)
        told = origin_of(chosen, found)
        if chosen.method is not None:
            assert told == TYPICAL_WORDS
        elif found.status is Status.REPORTING or chosen.reported:
            assert told == ""
        else:
            assert told == found.levels.origin_words


@each_template
def test_its_duties_say_what_is_delivered_and_add_up_to_a_part_time_post(template):
    assert Counter(duty.code for duty in template.duties).most_common(1)[0][1] == 1
    assert all(duty.delivered and duty.name for duty in template.duties)
    assert 40 <= sum(duty.most_hours for duty in template.duties) <= 80


def test_without_a_template_there_are_the_five_domains_at_no_weight():
    domains = collection.domains(None)
    assert [each.name for each in domains] == [
        "Quality", "Efficiency", "Development", "Finance", "Alignment",
    ]  # fmt: skip
    assert not any(each.weight or each.measures for each in domains)


def test_a_template_is_found_by_the_name_of_a_service_line():
    assert collection.template_for("HVI", "Heart and Vascular Institute").code == "cardiovascular"
    assert collection.template_for("EYE", "Ophthalmology") is None


def test_what_is_only_reported_asks_for_no_least_volume_and_no_levels():
    chosen = Chosen("hcahps-overall", reported=True)
    part = Part(Usual.QUALITY, Fraction(0), (chosen, Chosen("hcahps-nurses", Fraction(1))))
    template = Template("one", "One", Line.ONCOLOGY, "One.", (part,), ())
    (domain,) = domains_of(template, {each.code: each for each in collection.measures()})
    reported, scored = domain.measures
    assert (reported.minimum, reported.method.kind) == (None, "recorded")
    assert scored.minimum.cases == 100
