"""comanage: clinical co-management agreements, executed, explained and proven.

Nothing is imported here, so that the rules can be used without the rest of the house.
"""
