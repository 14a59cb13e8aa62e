"""The fixed addresses of the issuer, outside every language."""

from django.urls import path

from showcase.credentials import fixed

urlpatterns = [
    path("issuer.json", fixed.profile),
    path(".well-known/did.json", fixed.did_document),
    path(".well-known/jwks.json", fixed.key_set),
    path("credentials/status/<int:number>.jwt", fixed.status_list),
]
