"""Who issues the credentials: the site itself, under the address it gives of itself.

It is named by a DID of the method `did:web`: whoever verifies reads the public keys at
`/.well-known/did.json` of that address, over HTTPS.
"""

from urllib.parse import urlsplit

from openbadgeslib.ob3 import Issuer, did_web_from_url
from wagtail.models import Locale, Site

from home.models import SiteFrame


def root_address() -> str:
    """The address of the default site, without a slash at its end: `https://www.example.org`."""
    return Site.objects.get(is_default_site=True).root_url


def did(root: str) -> str:
    """The issuer's name: `did:web:www.example.org`."""
    return did_web_from_url(f"https://{urlsplit(root).netloc.lower()}")


def site_name(locale: Locale) -> str:
    """What the site calls itself in this language."""
    names = SiteFrame.objects.filter(locale=locale).values_list("site_name", flat=True)
    return names.first() or "Passerelle"


def profile(root: str, locale: Locale) -> Issuer:
    """The issuer as credentials name it."""
    return Issuer(id=did(root), name=site_name(locale), url=f"{root}/")
