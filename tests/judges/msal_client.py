"""msal, Microsoft's library for sign-ins in Python: daemons with a secret or a certificate, a person with a code, refusals."""

import base64
import datetime
import html
import json
import re

import msal
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from judge import CLIENT_ID, DEFAULT_SCOPE, GRAPH, LOGIN, SECRET, TENANT, case, control, main, same

CERTIFIED = "5f0d9c1e-6c55-4d0b-9f3a-0d1c2b3a4e5f"
WEB = "8c1f6a52-7d3b-4a4e-9c61-2b5d0e7f9a13"
REDIRECT = "http://localhost:5000/back"


def daemon(secret=SECRET, authority=f"{LOGIN}/{TENANT}", client_id=CLIENT_ID):
    return msal.ConfidentialClientApplication(client_id, authority=authority, client_credential=secret)


def claims(token):
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def token_of(answer):
    assert "access_token" in answer, f"no token: {answer.get('error')}: {answer.get('error_description')}"
    return answer["access_token"]


@case("a daemon with a secret gets a token for Graph, and the second time from the cache")
def daemon_with_secret():
    app = daemon()
    first = app.acquire_token_for_client([DEFAULT_SCOPE])
    token = token_of(first)
    same(first["token_source"], "identity_provider", "source of the first token")
    found = claims(token)
    same((found["aud"], found["appid"], found["idtyp"], found["tid"]), (GRAPH, CLIENT_ID, "app", TENANT), "claims")
    second = app.acquire_token_for_client([DEFAULT_SCOPE])
    same((second["token_source"], second["access_token"]), ("cache", token), "second token")
    reply = requests.get(f"{GRAPH}/v1.0/users?$top=3", headers={"Authorization": f"Bearer {token}"}, timeout=10)
    same((reply.status_code, len(reply.json()["value"])), (200, 3), "users by this token")


@case("an authority can be named by the tenant's domain")
def authority_by_domain():
    token = token_of(daemon(authority=f"{LOGIN}/contoso.onmicrosoft.com").acquire_token_for_client([DEFAULT_SCOPE]))
    same(claims(token)["tid"], TENANT, "tenant")


@case("a daemon with a certificate gets a token")
def daemon_with_certificate():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Nightly report")])
    now = datetime.datetime.now(datetime.timezone.utc)
    day = datetime.timedelta(days=1)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - day).not_valid_after(now + day)
    pem = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()
    control(
        "POST",
        "apps",
        {
            "clientId": CERTIFIED,
            "displayName": "Nightly report",
            "certificates": [pem],
            "applicationPermissions": ["User.Read.All"],
        },
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    app = daemon({"private_key": private, "public_certificate": pem}, client_id=CERTIFIED)
    found = claims(token_of(app.acquire_token_for_client([DEFAULT_SCOPE])))
    same((found["appidacr"], found["roles"]), ("2", ["User.Read.All"]), "claims")


@case("a wrong secret is refused as invalid_client with AADSTS7000215")
def wrong_secret():
    refused = daemon("guessed").acquire_token_for_client([DEFAULT_SCOPE])
    same(refused["error"], "invalid_client", "error")
    same(refused["error_codes"], [7000215], "error_codes")
    assert "AADSTS7000215" in refused["error_description"], refused["error_description"]
    assert refused["correlation_id"] and refused["trace_id"] and refused["timestamp"], f"support's ids: {refused}"


@case("an app that nobody registered is refused with AADSTS700016")
def unknown_app():
    refused = daemon(client_id="11111111-2222-4333-8444-555555555555").acquire_token_for_client([DEFAULT_SCOPE])
    same(refused["error"], "unauthorized_client", "error")
    same(refused["error_codes"], [700016], "error_codes")


@case("a scope that is not .default is refused for a daemon with AADSTS1002012")
def scope_of_a_daemon():
    refused = daemon().acquire_token_for_client([f"{GRAPH}/User.Read"])
    same(refused["error"], "invalid_scope", "error")
    same(refused["error_codes"], [1002012], "error_codes")


@case("a tenant that does not exist is refused before the token")
def unknown_tenant():
    try:
        answer = daemon(authority=f"{LOGIN}/nobody.onmicrosoft.com").acquire_token_for_client([DEFAULT_SCOPE])
    except ValueError as error:
        assert "nobody.onmicrosoft.com" in str(error), str(error)
        return
    assert "error" in answer, "a token of a tenant that does not exist"


def follow(session, url, account):
    """Goes through the pages of a sign-in like a person who chooses `account` and consents; returns the last address."""
    reply = session.get(url, allow_redirects=False, timeout=10)
    for _ in range(5):
        to = reply.headers.get("location", "")
        if to.startswith(REDIRECT):
            return to
        page = reply.text
        fields = {
            name: html.unescape(value)
            for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
        }
        if 'value="consent"' in page:
            fields["action"] = "consent"
        else:
            choices = [part for part in page.split("<button") if 'name="account"' in part and account in part]
            assert choices, f"no way on for {account}: {re.sub(r'<[^>]+>', ' ', page)[:300]}"
            fields["account"] = re.search(r'value="([^"]+)"', choices[0]).group(1)
        action = html.unescape(re.search(r'<form[^>]* action="([^"]+)"', page).group(1))
        reply = session.post(
            requests.compat.urljoin(LOGIN, action),
            data=fields,
            headers={"Origin": LOGIN},
            allow_redirects=False,
            timeout=10,
        )
    raise AssertionError(f"the sign-in of {account} does not end")


@case("a person signs in with a code, is renewed, and can be asked for again")
def person():
    control(
        "POST",
        "apps",
        {
            "clientId": WEB,
            "displayName": "Server",
            "web": [REDIRECT],
            "secrets": ["known"],
            "delegatedPermissions": ["User.Read"],
        },
    )
    control("POST", "consents", {"clientId": WEB, "permissions": ["User.Read"]})
    app = daemon("known", client_id=WEB)
    flow = app.initiate_auth_code_flow(["User.Read"], redirect_uri=REDIRECT)
    back = follow(requests.Session(), flow["auth_uri"], "ada@contoso.com")
    answered = dict(requests.compat.unquote(part).split("=", 1) for part in back.split("?", 1)[1].split("&"))
    # msal checks state, nonce, issuer and audience of the id token.
    first = app.acquire_token_by_auth_code_flow(flow, answered)
    token = token_of(first)
    same(first["id_token_claims"]["preferred_username"], "ada@contoso.com", "who signed in")
    [account] = app.get_accounts()
    same((account["username"], account["realm"]), ("ada@contoso.com", TENANT), "account")
    kept = app.acquire_token_silent(["User.Read"], account)
    same(kept["access_token"], token, "token from the cache")
    renewed = app.acquire_token_silent_with_error(["User.Read"], account, force_refresh=True)
    same(renewed["token_source"], "identity_provider", "source of the renewed token")
    reply = requests.get(
        f"{GRAPH}/v1.0/me", headers={"Authorization": f"Bearer {renewed['access_token']}"}, timeout=10
    )
    same((reply.status_code, reply.json()["userPrincipalName"]), (200, "ada@contoso.com"), "who Graph says it is")


@case("a session that was revoked ends the renewal with invalid_grant")
def revoked():
    app = daemon("known", client_id=WEB)
    flow = app.initiate_auth_code_flow(["User.Read"], redirect_uri=REDIRECT)
    back = follow(requests.Session(), flow["auth_uri"], "ada@contoso.com")
    answered = dict(requests.compat.unquote(part).split("=", 1) for part in back.split("?", 1)[1].split("&"))
    token_of(app.acquire_token_by_auth_code_flow(flow, answered))
    control("POST", "sessions/revoke", {"upn": "ada@contoso.com"})
    [account] = app.get_accounts()
    refused = app.acquire_token_silent_with_error(["User.Read"], account, force_refresh=True)
    same(refused["error"], "invalid_grant", "error")
    assert refused.get("error_codes"), f"no error_codes: {refused}"


if __name__ == "__main__":
    main("msal")
