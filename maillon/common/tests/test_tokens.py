"""Tokens: drawn at random, typed anyhow, kept as a digest."""

import pytest

from maillon.common import tokens


def test_two_tokens_are_never_the_same():
    assert len({tokens.new() for _ in range(500)}) == 500


@pytest.mark.parametrize("typed", [str.lower, lambda token: token.replace("-", ""), lambda token: f" {token} "])
def test_a_token_is_known_however_it_is_typed(typed):
    token = tokens.new()

    assert tokens.plausible(typed(token))
    assert tokens.digest(typed(token)) == tokens.digest(token)


@pytest.mark.parametrize("text", ["", "7K3F", "0000-0000-0000-0000-0000", "7K3F-9Q2M-7K3F-9Q2M-7K3F-9", "é" * 20])
def test_what_is_no_token_is_told_apart(text):
    assert not tokens.plausible(text)


def test_the_digest_does_not_give_the_token():
    token = tokens.new()

    assert len(tokens.digest(token)) == 64
    assert token[:4].lower() not in tokens.digest(token)[:4]
