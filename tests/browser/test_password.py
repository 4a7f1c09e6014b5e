"""A password can be looked at before it is sent, and the page stays accessible."""

from tests.browser.steps import LOOK, fill, goto, press

BOX = "what stands in: password"


def test_a_typed_password_is_shown_and_hidden_again(demo, look):
    steps = [
        *goto("/login"), *fill({"Password": "a few words"}),
        *press(f"Show {BOX}"), *LOOK, *press(f"Hide {BOX}"), *LOOK,
    ]  # fmt: skip
    found = look(demo.base, {"name": "nobody", "steps": steps, "width": 320})["steps"]
    assert [step for step in found if "error" in step] == []
    looks = [step for step in found if "title" in step]
    assert [(seen["violations"], seen["overflow"]) for seen in looks] == [([], None)] * 2
