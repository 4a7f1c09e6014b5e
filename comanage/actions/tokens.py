"""Tokens: long random words that stand for a sign-in or an invitation; only their hash is kept."""

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """Make a token that nobody guesses."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """Hash a token for storage; tokens are long and random, so one round is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
