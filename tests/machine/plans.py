"""Written ways through the machine: who takes which step, one after the other."""

FINAL = "enter {}; verify Ben; calculate Ada; finalize Ada"
APPROVED = FINAL.format("Ada") + "; approve Carla"
RELEASED = APPROVED + "; release Rolf"
PAID = RELEASED + "; ask Rolf; pay Rolf"
OPENED = "; ask_to_reopen Clara; reopen Carla"
AGAIN = "; verify Ben; calculate Ada; finalize Ada; approve Carla; release Rolf"
CORRECTED = "; correct Ada" + AGAIN
OWING = PAID + OPENED + "; correct_less Ada" + AGAIN
SECOND = "".join(f"; {line} 2027-Q2" for line in RELEASED.split("; "))
LESS_IN_THE_SECOND = SECOND.replace("enter", "enter_less")
MORE = FINAL.format("Ada").replace("enter", "enter_more") + "; approve Carla"
EVERY = (
    "crash Ada; enter Ada; send_back Ben; edit Ada; edit_first Ada; submit Ada; verify Ben;"
    " calculate Ada; finalize Ada; send_settlement_back Carla; finalize Ada; approve Carla;"
    " hold Clara; lift_hold Clara; release Rolf; send_again Rolf; bend nobody; request Rolf;"
    " payment_comes_back Rolf; request Rolf; pay Rolf; ask_to_reopen Clara; leave_closed Carla;"
    " ask_to_reopen Clara; reopen Carla; correct_less Ada" + AGAIN + "; repay Rolf;"
    " delegate Rolf; take_back nobody; change_role Sam; confirm_role Sue; clock_jumps nobody"
)
BEGINNINGS = {
    # where runs begin: the way there
    "blank": "",
    "verified": "enter Ada; verify Ben",
    "approved": APPROVED,
    "released": RELEASED,
    "requested": RELEASED + "; ask Rolf",
    "paid": PAID,
    "owing": OWING,
}


def bent(plan, statement):
    """Follow a plan, and then change rows past the program."""
    return f"{plan}; bend nobody {statement}"
