"""How many rows a request can make the admin draw."""

import pytest
from django.test import Client
from django.urls import reverse

from catalog.admin.base import MOST_ROWS
from tests.admin_pages import page_data
from tests.factories import create_user


@pytest.mark.django_db
def test_claimed_rows_are_not_drawn_without_end(client: Client) -> None:
    client.force_login(create_user(is_staff=True, is_superuser=True))
    address = reverse("admin:advisor_goal_add")
    data = page_data(client.get(address)) | {"targets-TOTAL_FORMS": "9" * 30}
    page = client.post(address, data).content.decode()
    assert page.count('name="targets-') > MOST_ROWS
    assert f'name="targets-{MOST_ROWS}-id"' not in page
