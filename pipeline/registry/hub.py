"""Whether the hub of models answers, asked once and in a few seconds: its own library asks five
times, for half a minute. Knows no model library.
"""

import socket
from urllib.parse import urlsplit
from urllib.request import getproxies

SECONDS = 3


def answers() -> bool:
    """Whether a connection can be made to the hub, or to the proxy before it."""
    from huggingface_hub.constants import ENDPOINT, HF_HUB_OFFLINE  # 0.2 s

    proxies = getproxies()
    door = urlsplit(proxies.get("https") or proxies.get("all") or ENDPOINT)
    if HF_HUB_OFFLINE or not door.hostname:
        return False
    try:
        port = door.port or {"http": 80}.get(door.scheme, 443)
        socket.create_connection((door.hostname, port), timeout=SECONDS).close()
    except (OSError, ValueError):
        return False
    return True


def refusal(hub_id: str) -> str:
    """Why a model that is not on this machine cannot be had, and what to type."""
    from huggingface_hub.constants import ENDPOINT

    return (
        f"not on this machine, and {ENDPOINT} does not answer; where there is a network, type `hf"
        f" download {hub_id}`"
    )
