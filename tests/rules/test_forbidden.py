"""Forbidden: a basis that follows patients is refused, with the source of the rule."""

import pytest

from comanage.rules.allocations import ALLOCATIONS
from comanage.rules.allocations.forbidden import FORBIDDEN, why_forbidden


def test_every_basis_that_the_field_refuses_is_listed():
    assert set(FORBIDDEN) == {
        "volume", "cases", "admissions", "referrals", "revenue", "margin", "payer mix", "work rvu",
    }  # fmt: skip


@pytest.mark.parametrize("basis", FORBIDDEN)
def test_the_sentence_names_the_basis_and_the_source(basis):
    why = why_forbidden(basis)
    assert why.startswith(f"Money is not divided by {basis}, which follows ")
    assert "volume or value of referrals" in why
    assert "OIG Advisory Opinions 08-16 and 12-22" in why
    assert why.endswith(".")


@pytest.mark.parametrize("written", ["Payer Mix", "payer_mix", "payer-mix", "  PAYER  mix "])
def test_a_basis_is_known_however_it_is_written(written):
    assert why_forbidden(written) == why_forbidden("payer mix") != ""


@pytest.mark.parametrize("kind", [*ALLOCATIONS, "", "phase of the moon"])
def test_what_is_not_on_the_list_is_not_called_forbidden(kind):
    assert why_forbidden(kind) == ""


def test_no_forbidden_basis_is_registered():
    assert set(ALLOCATIONS).isdisjoint(FORBIDDEN)
