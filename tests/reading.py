"""Reading a page as a browser would."""

from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page


def read(client: Client, page: Page) -> BeautifulSoup:
    """What is served at the address of a page, which must be there."""
    response = client.get(page.get_url())
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")
