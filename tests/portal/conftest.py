"""What the tests of the portal share."""

import pytest

from arena.models import Organisation
from tests.factories import OrganisationFactory


@pytest.fixture
def works(cast) -> Organisation:
    """A public body with a mail domain of its own."""
    return OrganisationFactory(arena=cast.arena, name="Åre kommun", is_enterprise=False, mail_domain="are.example")
