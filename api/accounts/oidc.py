"""Logging in with OpenID Connect: the code flow with PKCE, state and nonce (openid.net/specs/openid-connect-core-1_0).

What belongs to one attempt travels in a signed cookie, so that any process can finish what another began.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.accounts.roles import ROLES, AdvisorRole
from channels.settings import Settings

COOKIE = "maakwijzer_login"
CALLBACK = "/desk/login/callback"
ATTEMPT_S = 600  # to choose an account and pass a second factor
TIMEOUT_S = 10
LEEWAY_S = 60  # between two clocks
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
SCOPE = "openid email profile"


class LoginFailed(Exception):
    """The provider did not answer, or answered something that cannot be trusted; the message says what, for the log."""


@dataclass(frozen=True)
class Attempt:
    """One attempt to log in, from leaving for the provider until coming back."""

    state: str
    nonce: str
    verifier: str
    following: str
    begun: int


@dataclass(frozen=True)
class Person:
    """Who logged in, as the provider says. `role` is None for somebody without a role here."""

    subject: str
    email: str
    email_verified: bool
    name: str
    role: AdvisorRole | None


def begin(settings: Settings, following: str) -> tuple[str, Attempt]:
    """Where to send the browser, and what to remember meanwhile. Raises LoginFailed."""
    state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
    attempt = Attempt(state, nonce, verifier, following, _now())
    address, _state = _client(settings).create_authorization_url(
        _discovered(settings)["authorization_endpoint"],
        state=attempt.state,
        nonce=attempt.nonce,
        code_verifier=attempt.verifier,
    )
    return str(address), attempt


def finish(settings: Settings, attempt: Attempt, state: str, code: str) -> Person:
    """Exchange the code for the person's ID token and check it. Raises LoginFailed."""
    if not hmac.compare_digest(attempt.state.encode(), state.encode()):
        raise LoginFailed("state does not match")
    known = _discovered(settings)
    try:
        token = _client(settings).fetch_token(
            known["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=attempt.verifier
        )
        keys = KeySet.import_key_set(_fetched(known["jwks_uri"]))
        decoded = jwt.decode(str(token["id_token"]), keys, algorithms=ALGORITHMS)
        _check(decoded.claims, decoded.header, known["issuer"], settings.oidc_client_id, attempt.nonce)
        return _person(settings, decoded.claims)
    except (AuthlibBaseError, JoseError, httpx.HTTPError, KeyError, ValueError, TypeError) as error:
        raise LoginFailed(type(error).__name__) from error


def _client(settings: Settings) -> OAuth2Client:
    return OAuth2Client(
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
        scope=SCOPE,
        redirect_uri=settings.public_url.rstrip("/") + CALLBACK,
        code_challenge_method="S256",
        timeout=TIMEOUT_S,
    )


def _discovered(settings: Settings) -> dict[str, Any]:
    """What the provider says about itself. Raises LoginFailed when it is away or says to be somebody else."""
    issuer = settings.oidc_issuer.rstrip("/")
    try:
        known: dict[str, Any] = _fetched(f"{issuer}/.well-known/openid-configuration")
        if str(known["issuer"]).rstrip("/") != issuer:
            raise LoginFailed("the provider names another issuer")
        for needed in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if urlsplit(known[needed]).scheme not in ("https", urlsplit(issuer).scheme):
                raise LoginFailed(f"{needed} is not safe")
    except (httpx.HTTPError, KeyError, ValueError, TypeError) as error:
        raise LoginFailed(f"discovery: {type(error).__name__}") from error
    return known


def _fetched(address: str) -> Any:
    return httpx.get(address, timeout=TIMEOUT_S).raise_for_status().json()


def _check(claims: Mapping[str, Any], header: Mapping[str, Any], issuer: str, client_id: str, nonce: str) -> None:
    """Raises JoseError or AuthlibBaseError for an ID token that is not for us, not of now, or of another attempt."""
    wanted = {
        "iss": {"essential": True, "value": issuer},
        "aud": {"essential": True, "value": client_id},
        "nonce": {"essential": True, "value": nonce},
    }
    token = CodeIDToken(claims, header, wanted, {"nonce": nonce, "client_id": client_id})
    token.validate(leeway=LEEWAY_S)


def _person(settings: Settings, claims: Mapping[str, Any]) -> Person:
    email = str(claims["email"]).strip().lower()
    return Person(
        subject=f"{settings.oidc_issuer.rstrip('/')}|{claims['sub']}",
        email=email,
        email_verified=claims.get("email_verified") is True,
        name=str(claims.get("name") or email),
        role=_role(settings, claims),
    )


def _role(settings: Settings, claims: Mapping[str, Any]) -> AdvisorRole | None:
    """The first role of the settings whose value is in the claim; the claim may lie deeper: `realm_access.roles`."""
    found: Any = claims
    for part in settings.oidc_role_claim.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    held = {found} if isinstance(found, str) else set(found or [])
    wanted = next((role for value, role in settings.oidc_role_of.items() if value in held), None)
    return next((role for role in ROLES if role == wanted), None)


# ---- the attempt as a cookie ----


def _now() -> int:
    return int(time.time())


def seal(settings: Settings, attempt: Attempt) -> str:
    """The attempt as the value of a cookie, signed."""
    content = base64.urlsafe_b64encode(json.dumps(asdict(attempt)).encode())
    return f"{content.decode()}.{_signature(settings, content)}"


def unseal(settings: Settings, value: str) -> Attempt:
    """The attempt of a cookie. Raises LoginFailed for one that is not ours, or is too old."""
    content, _, signature = value.partition(".")
    if not hmac.compare_digest(_signature(settings, content.encode()).encode(), signature.encode()):
        raise LoginFailed("the cookie is not ours")
    attempt = Attempt(**json.loads(base64.urlsafe_b64decode(content)))
    if _now() - attempt.begun > ATTEMPT_S:
        raise LoginFailed("the attempt is too old")
    return attempt


def _signature(settings: Settings, content: bytes) -> str:
    key = hashlib.sha256(b"login attempt" + settings.oidc_client_secret.get_secret_value().encode()).digest()
    return hmac.new(key, content, hashlib.sha256).hexdigest()
