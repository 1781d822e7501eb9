"""Other sites may use the chat when they are listed, and nothing else of us."""

from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from channels.settings import Settings
from tests.servers import SECRET, TOKEN
from tests.site import Client, Site

LISTED = "https://www.brancheclub.nl"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
BEGIN = "/api/v1/chat/conversations"


@pytest.fixture
def client(sqlite_url: str) -> Iterator[Client]:
    site = Site(sqlite_url, embed_origins=f"{LISTED}, http://localhost:3000")
    with site.surroundings(), site.running() as client:
        yield client


def allowed(client: Client, method: str, path: str, origin: str, **headers: str) -> str | None:
    answer = client.http.request(method, path, headers={"Origin": origin, **headers})
    found: str | None = answer.headers.get("access-control-allow-origin")
    return found


def test_a_listed_site_may_talk_and_sends_no_cookies(client: Client) -> None:
    asked = client.http.options(BEGIN, headers={"Origin": LISTED, **PREFLIGHT})
    begun = client.http.post(BEGIN, headers={"Origin": LISTED})

    assert asked.status_code == 200
    assert asked.headers["access-control-allow-origin"] == LISTED
    assert "authorization" in asked.headers["access-control-allow-headers"].lower()
    assert "access-control-allow-credentials" not in asked.headers
    assert (begun.status_code, begun.headers["access-control-allow-origin"]) == (201, LISTED)
    assert "set-cookie" not in begun.headers


def test_another_site_may_not(client: Client) -> None:
    for origin in (
        "https://evil.example",
        "https://www.brancheclub.nl.evil.example",
        "http://www.brancheclub.nl",
        "null",
    ):
        assert allowed(client, "OPTIONS", BEGIN, origin, **PREFLIGHT) is None
        assert allowed(client, "POST", BEGIN, origin) is None
        assert allowed(client, "GET", "/widget.js", origin) is None


def test_a_listed_site_gets_at_nothing_but_the_chat(client: Client) -> None:
    for path in ("/api/v1/cases", "/api/v1/assessments", "/desk", "/desk/login", "/health", "/"):
        assert allowed(client, "OPTIONS", path, LISTED, **PREFLIGHT) is None, path
        assert allowed(client, "GET", path, LISTED) is None, path


def test_errors_can_be_read_by_a_listed_site(client: Client) -> None:
    answer = client.http.get(f"{BEGIN}/geen-kenmerk", headers={"Origin": LISTED})

    assert answer.status_code == 401
    assert answer.headers["access-control-allow-origin"] == LISTED
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_widget_leads_to_files_that_may_be_kept(client: Client) -> None:
    script = client.http.get("/widget.js", headers={"Origin": LISTED})
    file = client.http.get(script.text.split('"')[1])

    assert script.headers["content-type"].startswith("text/javascript")
    assert (script.headers["cache-control"], script.headers["access-control-allow-origin"]) == ("no-cache", LISTED)
    assert "origin" in script.headers["vary"].lower()
    assert "immutable" in file.headers["cache-control"]
    assert file.headers["access-control-allow-origin"] == "*"


def test_nobody_is_listed_unless_somebody_lists_him(sqlite_url: str) -> None:
    site = Site(sqlite_url)
    with site.surroundings(), site.running() as client:
        assert allowed(client, "POST", BEGIN, LISTED) is None


@pytest.mark.parametrize(
    "wrong", ["*", "brancheclub.nl", "https://brancheclub.nl/", "https://*.nl", "https://a.nl https://b.nl"]
)
def test_a_setting_that_is_no_origin_stops_the_start_and_says_so(wrong: str) -> None:
    with pytest.raises(ValidationError, match="MAAKWIJZER_EMBED_ORIGINS"):
        Settings(rasa_secret=SECRET, service_token=TOKEN, embed_origins=wrong, _env_file=None)
