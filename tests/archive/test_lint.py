"""Every rule of the archive has a kind of warning, and is a fact or advice in both."""

from __future__ import annotations

import pytest

from sphinx_paperreview.archive.lint import FindingCode
from sphinx_paperreview.warnings import kind_of

FACTS = {
    FindingCode.IMPOSSIBLE_ID,
    FindingCode.ID_DATE,
    FindingCode.UNKNOWN_ORG,
    FindingCode.UNKNOWN_TERM,
}


@pytest.mark.parametrize("code", FindingCode)
def test_a_rule_has_a_kind_of_warning(code: FindingCode) -> None:
    kind = kind_of(code)
    assert kind.value == code
    assert kind.advice == (code not in FACTS)


def test_an_unknown_value_is_an_error_that_names_it() -> None:
    with pytest.raises(KeyError, match="no_such_kind"):
        kind_of("no_such_kind")
