"""Uploaded files, in a folder and in a bucket of a real S3 server."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.documents import get_document_model

from tests.factories import ContentPageFactory, make_picture
from tests.ports import free_port

START_SECONDS = 60


@pytest.fixture(scope="module")
def s3(tmp_path_factory) -> Iterator[str]:
    """The address of a running S3 server with an empty bucket named `media`."""
    folder = tmp_path_factory.mktemp("s3")
    port = free_port()
    command = [
        Path(sys.executable).with_name("weed"),
        "server",
        "-ip=127.0.0.1",
        f"-dir={folder}",
        "-s3",
        f"-s3.port={port}",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
        f"-master.port={free_port()}",
        f"-volume.port={free_port()}",
        f"-filer.port={free_port()}",
        "-volume.max=5",
        "-master.volumeSizeLimitMB=64",
    ]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    address = f"http://127.0.0.1:{port}"
    try:
        _make_bucket(address, process)
        yield address
    finally:
        # It takes half a minute to leave in good order, and leaves nothing behind that anybody needs.
        process.kill()
        process.wait()


def _make_bucket(address: str, process: subprocess.Popen) -> None:
    client = boto3.client(
        "s3",
        endpoint_url=address,
        aws_access_key_id="any",
        aws_secret_access_key="any",
        region_name="us-east-1",
        config=Config(retries={"max_attempts": 1}, connect_timeout=2, read_timeout=5),
    )
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            client.create_bucket(Bucket="media")
            client.put_object(Bucket="media", Key="first", Body=b"1")
            return
        except (BotoCoreError, ClientError):
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.5)


@pytest.fixture(params=["folder", "bucket"])
def storage(request, settings) -> str:
    """Both kinds of place, one after the other."""
    if request.param == "bucket":
        address = request.getfixturevalue("s3")
        settings.STORAGES = {
            **settings.STORAGES,
            "default": {
                "BACKEND": "home.storage.BucketStorage",
                "OPTIONS": {
                    "bucket_name": "media",
                    "endpoint_url": address,
                    "access_key": "any",
                    "secret_key": "any",
                    "region_name": "us-east-1",
                },
            },
        }
    return request.param


def test_a_picture_is_kept_resized_and_read_from_this_site(storage, home, client):
    picture = make_picture(size=(60, 40))
    page = ContentPageFactory(
        parent=home, locale=home.locale, slug="page", title="Page", listing_image=picture
    )
    assert client.get(page.get_url()).status_code == 200
    rendition = picture.get_rendition("width-30|format-webp")
    assert rendition.url.startswith("/media/")
    response = client.get(rendition.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert b"".join(response.streaming_content)[8:12] == b"WEBP"
    assert "immutable" in response["Cache-Control"]
    assert "cookie" not in response.get("Vary", "").lower()


@pytest.mark.parametrize(
    "path",
    [
        "absent.png",
        "../manage.py",
        "%2e%2e/%2e%2e/etc/passwd",
        "/etc/passwd",
        "images/",
        "images",
        "images/a%00b",
    ],
)
def test_what_is_not_an_uploaded_picture_is_not_found(storage, db, client, path):
    default_storage.save("images/there.png", ContentFile(b"x"))
    assert client.get(f"/media/{path}", follow=True).status_code == 404


def test_a_document_is_read_at_the_address_that_knows_who_may(storage, db, client):
    document = get_document_model().objects.create(
        title="Grille", file=ContentFile(b"%PDF-1.4", name="grille.pdf")
    )
    for way in ("", "images/../", "%2e/", "./", "documents/../", "/"):
        response = client.get(f"/media/{way}{document.file.name}", follow=True)
        assert response.status_code == 404, way
    response = client.get(document.url)
    assert b"".join(response.streaming_content) == b"%PDF-1.4"


def test_ready_says_that_storage_answers(storage, db, client):
    assert client.get("/readyz").json()["storage"] == "ok"
    assert os.environ.get("AWS_ACCESS_KEY_ID") is None
