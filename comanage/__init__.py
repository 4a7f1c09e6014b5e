"""comanage: clinical co-management agreements, executed, explained and proven."""
