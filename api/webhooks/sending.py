"""Sending one event: signed, to a public address only, without following redirects or reading the answer.

The signature is that of Standard Webhooks (standardwebhooks.com), for which receivers have ready-made libraries.
"""

import asyncio
import base64
import hashlib
import hmac
import ipaddress
import json
import secrets
import socket
from datetime import datetime
from typing import Any

import httpx

from api.webhooks.outbox import Delivery

ATTEMPT_S = 15.0  # for everything together
SECRET_PREFIX = "whsec_"
SECRET_BYTES = 32
_CARRIERS = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "::/96")))
"""IPv6 addresses that stand for an IPv4 address, which may be one of a private network."""


class NotSent(Exception):
    """The event did not arrive; the message says why, in a few words of ours."""


def new_secret() -> str:
    """A secret to sign with, in the form of Standard Webhooks."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The value of `Webhook-Signature` for this message."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def is_public(address: str) -> bool:
    """Whether this IP address is one on the internet: not private, loopback, link-local, multicast or a carrier."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if any(found in network for network in _CARRIERS):
            return False
    return found.is_global and not found.is_multicast


def body_of(delivery: Delivery, public_url: str) -> bytes:
    """What is sent: what happened to which case, and where to read it; no data of the case itself."""
    content: dict[str, Any] = {
        "id": str(delivery.id),
        "type": delivery.event,
        "createdAt": delivery.created_at.isoformat().replace("+00:00", "Z"),
        "data": {
            "caseId": str(delivery.case_id),
            "reference": delivery.reference,
            "url": f"{public_url.rstrip('/')}/api/v1/cases/{delivery.case_id}",
        },
    }
    return json.dumps(content).encode()


async def send(delivery: Delivery, public_url: str, now: datetime, private_too: bool = False) -> None:
    """Post the event once. Raises NotSent; any status but 2xx is a failure, a redirect too."""
    body, timestamp = body_of(delivery, public_url), int(now.timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Maakwijzer",
        "Webhook-Id": str(delivery.id),
        "Webhook-Timestamp": str(timestamp),
        "Webhook-Signature": signature(delivery.secret, str(delivery.id), timestamp, body),
    }
    try:
        async with asyncio.timeout(ATTEMPT_S):
            status = await _post(httpx.URL(delivery.url), headers, body, private_too)
    except TimeoutError:
        raise NotSent("no answer in time") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotSent(type(error).__name__) from None
    if not 200 <= status < 300:
        raise NotSent(f"HTTP {status}")


async def _post(url: httpx.URL, headers: dict[str, str], body: bytes, private_too: bool) -> int:
    """Post to the address that was checked: a name that is looked up again may lead elsewhere by then."""
    address = await _address(url, private_too)
    target = url.copy_with(host=address)
    options: dict[str, Any] = {"sni_hostname": url.host}
    # A connection is used once: two names at one address must not share a certificate that was checked for one.
    limits = httpx.Limits(max_keepalive_connections=0)
    headers = headers | {"Host": url.netloc.decode("ascii")}
    async with (
        httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=ATTEMPT_S, limits=limits) as client,
        client.stream("POST", target, content=body, headers=headers, extensions=options) as response,
    ):
        return response.status_code


async def _address(url: httpx.URL, private_too: bool) -> str:
    """The IP address behind this URL. Raises NotSent when there is none or when any of them is not public."""
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotSent("the name has no address") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not private_too and not all(is_public(address) for address in addresses):
        raise NotSent("the address is not public")
    return addresses[0]
