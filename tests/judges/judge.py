"""What the judges in Python share: cases with their titles, the totals in the last line, and the sandbox's control plane.

A judge is started by run.mjs, which sets HTTPS_PROXY and the authority's certificate, so that Microsoft's host names lead to the
sandbox and nowhere else.
"""

import asyncio
import inspect
import json
import os
import ssl
import sys
import traceback
import urllib.request

TENANT = "5bd2bd29-8a51-4a6c-9d0a-4c7f6f3b6c10"
LOGIN = "https://login.microsoftonline.com"
GRAPH = "https://graph.microsoft.com"
DEFAULT_SCOPE = f"{GRAPH}/.default"
# A daemon with all application permissions that the cases need. run.mjs registers it.
CLIENT_ID = os.environ.get("JUDGE_CLIENT_ID", "")
SECRET = os.environ.get("JUDGE_SECRET", "")

_cases = []


def case(title):
    """Registers a function, which can be a coroutine, as a case."""

    def register(function):
        _cases.append((title, function))
        return function

    return register


def control(method, path, body=None):
    """Calls the sandbox's control plane and returns the JSON of its answer."""
    request = urllib.request.Request(
        f"{os.environ['JUDGE_CONTROL']}/_sandbox/{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"content-type": "application/json"},
    )
    trusting = ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"])
    direct = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trusting)
    )
    with direct.open(request, timeout=10) as answer:
        text = answer.read()
        return json.loads(text) if text and "json" in answer.headers.get("content-type", "") else None


def totals(passed, failed, skipped=0):
    """Prints the last line, whose numbers the task runner adds up, and ends the program."""
    more = f", {skipped} skipped" if skipped else ""
    print(f"{passed} passed, {failed} failed{more}", flush=True)
    sys.exit(1 if failed else 0)


def main(name):
    """Runs all cases, each in a tenant without faults, and prints how they went."""
    failed = 0
    loop = asyncio.new_event_loop()
    for title, function in _cases:
        try:
            control("DELETE", "faults")
            outcome = function()
            if inspect.isawaitable(outcome):
                loop.run_until_complete(outcome)
            print(f"ok     {name}: {title}", flush=True)
        except Exception as error:  # Whatever the library raises is its judgement.
            failed += 1
            words = str(error) or type(error).__name__
            place = traceback.extract_tb(error.__traceback__)[-1]
            print(f"FAILED {name}: {title}\n       {type(error).__name__}: {words} ({place.name}, line {place.lineno})")
    loop.close()
    totals(len(_cases) - failed, failed)


def same(actual, expected, what):
    """Fails with words when two values differ."""
    assert actual == expected, f"{what}: {actual!r} instead of {expected!r}"
