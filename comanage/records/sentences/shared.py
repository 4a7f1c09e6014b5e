"""What is said of several tables."""

TABLE_KEY = "This was stored already. Load the page again."
NAMES_SOMETHING_GONE = (
    "This names something that is not there, or something that is still used would be removed. "
    "Load the page again."
)
NEVER_CHANGES = (
    "What is on record is never changed or deleted. Make a new version that replaces it."
)
STATE = "This is not one of the words that may stand here."
