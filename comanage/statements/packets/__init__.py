"""Packets: all that an agreement and some days left behind, as one zip for a reviewer.

`packet` writes it: `packet_names` names its files, `packet_log` writes its part of the log, and a
`packet_parcel` keeps a part of it until all are there. `packet_verify` looks through it, in the product
and as the packet's own verify.py: the `packet_zip`, its `packet_tables`, the `packet_chain` of its log,
how log and files give `packet_answers`, and the rows of its `packet_acts`. `packet_payouts` holds
payouts to statements (`payouts_read` from their JSON), `packet_statements` statements to the log and
to each other.
"""
