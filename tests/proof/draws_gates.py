"""Gates and modifiers of drawn agreements, and the conditions they look through."""

from tests.proof.draws_figures import chance, near, text

SHARES = ("0", "1/2", "0.8", "1", "2/3")
BASELINES = ("not worse than its baseline", "better than its baseline")
COMPARES = ("at least", "more than", "at most", "less than")


def condition(draw, seen, looks):
    """Draw a condition on one of the things that may be looked at.

    Args:
        draw: The seeded chance.
        seen: Drawn measures and the codes of domains that may be looked at.
        looks: Which numbers may be looked at.
    """
    look = draw.choice(looks)
    agreed = {"looks_at": look, "compares": draw.choice(COMPARES)}
    if look == "total":
        agreed["than"] = draw.choice(SHARES)
    elif look == "domain":
        agreed |= {"code": draw.choice(seen["domains"]), "than": draw.choice(SHARES)}
    elif look == "factor":
        scored = [
            each for each in seen["measures"] if each["measure"]["method"]["kind"] != "recorded"
        ]
        drawn = draw.choice(scored or seen["measures"])
        agreed |= {"code": drawn["measure"]["code"], "than": draw.choice(SHARES)}
        if not scored:
            agreed["looks_at"] = "value"
    else:
        drawn = draw.choice(seen["measures"])
        agreed |= on_value(draw, drawn, agreed["compares"])
    if chance(draw, 0.4):
        agreed["missing"] = draw.choice(["fails", "holds"])
    return agreed


def on_value(draw, drawn, compares):
    """Draw what a measure's result is compared with: a number close to it, or its baseline."""
    measure = drawn["measure"]
    if measure["method"]["kind"] != "composite" and chance(draw, 0.3):
        return {"code": measure["code"], "compares": draw.choice(BASELINES)}
    return {
        "code": measure["code"],
        "compares": compares,
        "than": text(near(draw, measure, drawn["marks"])),
    }


def gate(draw, seen, looks):
    """Draw a gate: it closes or reduces, and another condition may waive it."""
    agreed = {"name": "gate", "condition": condition(draw, seen, looks)}
    if chance(draw, 0.5):
        agreed["keeps"] = draw.choice(["0.5", "1/3", "0.85"])
    if chance(draw, 0.5):
        agreed["unless"] = condition(draw, seen, looks)
    return agreed


def gates(draw, seen, looks, often):
    """Draw none, one or two gates."""
    if not chance(draw, often):
        return {}
    return {"gates": [gate(draw, seen, looks) for _ in range(draw.choice([1, 1, 2]))]}


def modifier(draw, seen, looks):
    """Draw a modifier: fixed or by a measure, perhaps under a condition or for full results."""
    agreed = {"name": "modifier"}
    if chance(draw, 0.5) and seen["by"]:
        agreed["by"] = draw.choice(seen["by"])["measure"]["code"]
        agreed |= draw.choice([{}, {"times": draw.choice(["1.2", "1/2"])}])
        agreed |= draw.choice(
            [{}, {"least": "0.5"}, {"most": "1.25"}, {"least": "0.9", "most": "1.1"}]
        )
        agreed |= draw.choice([{}, {"otherwise": draw.choice(["0", "0.9"])}])
    else:
        agreed["times"] = draw.choice(["0.9", "1.1", "2/3", "1.5"])
    if chance(draw, 0.4):
        agreed["when"] = condition(draw, seen, looks)
    if chance(draw, 0.3):
        agreed["only_full"] = True
    return agreed


def modifiers(draw, seen, looks, often):
    """Draw none, one or two modifiers."""
    if not chance(draw, often):
        return {}
    return {"modifiers": [modifier(draw, seen, looks) for _ in range(draw.choice([1, 1, 2]))]}


def bounds(draw, often):
    """Draw a floor and a cap as shares."""
    found = {}
    if chance(draw, often):
        found["floor"] = draw.choice(["0.1", "0.25", "1/3"])
    if chance(draw, often):
        found["cap"] = draw.choice(["0.5", "0.75", "2/3", "1"])
    return found
