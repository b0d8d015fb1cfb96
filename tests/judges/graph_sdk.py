"""msgraph-sdk, Microsoft's Graph client for Python with azure-identity: what a program does that manages guests."""

import re

from azure.identity import ClientSecretCredential
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphServiceClient
from msgraph.generated.groups.groups_request_builder import GroupsRequestBuilder
from msgraph.generated.models.invitation import Invitation
from msgraph.generated.models.invited_user_message_info import InvitedUserMessageInfo
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.reference_create import ReferenceCreate
from msgraph.generated.models.user import User
from msgraph.generated.users.delta.delta_request_builder import DeltaRequestBuilder
from msgraph.generated.users.item.user_item_request_builder import UserItemRequestBuilder
from msgraph.generated.users.users_request_builder import UsersRequestBuilder
from msgraph_core.requests.batch_request_content import BatchRequestContent
from msgraph_core.requests.batch_request_item import BatchRequestItem
from msgraph_core.tasks.page_iterator import PageIterator

from judge import CLIENT_ID, GRAPH, SECRET, TENANT, case, control, main, same

client = GraphServiceClient(ClientSecretCredential(TENANT, CLIENT_ID, SECRET))
GUID = re.compile(r"^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$")
NOBODY = "11111111-2222-4333-8444-555555555555"


def users(advanced=False, **query):
    """A configuration of `/users` with these query parameters; `advanced` adds the header for advanced queries."""
    of = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(**query)
    found = RequestConfiguration(query_parameters=of)
    if advanced:
        found.headers.add("ConsistencyLevel", "eventual")
    return found


def user(*select):
    of = UserItemRequestBuilder.UserItemRequestBuilderGetQueryParameters(select=list(select))
    return RequestConfiguration(query_parameters=of)


async def refusal(call):
    """The error with which a call is refused."""
    try:
        await call
    except ODataError as error:
        return error
    raise AssertionError("the call was not refused")


async def invite(address, **more):
    return await client.invitations.post(
        Invitation(invited_user_email_address=address, invite_redirect_url="https://contoso.com/", **more)
    )


@case("an invitation is read with its link, its status and its guest")
async def invitation():
    made = await invite(
        "kim@fabrikam.com",
        invited_user_display_name="Kim Ødegård",
        send_invitation_message=True,
        invited_user_message_info=InvitedUserMessageInfo(customized_message_body="Welcome."),
    )
    same((made.status, made.invited_user_type), ("PendingAcceptance", "Guest"), "state and type")
    same(made.invited_user_email_address, "kim@fabrikam.com", "address")
    assert made.invite_redeem_url.startswith("https://login.microsoftonline.com/redeem?"), made.invite_redeem_url
    assert GUID.match(made.id) and GUID.match(made.invited_user.id), f"ids: {made.id}, {made.invited_user.id}"
    guest = await client.users.by_user_id(made.invited_user.id).get(
        user("id", "displayName", "mail", "userType", "externalUserState", "creationType", "createdDateTime")
    )
    same((guest.display_name, guest.mail), ("Kim Ødegård", "kim@fabrikam.com"), "name and mail")
    same((guest.user_type, guest.external_user_state), ("Guest", "PendingAcceptance"), "type and state")
    assert guest.created_date_time.tzinfo is not None, f"time of creation: {guest.created_date_time}"


@case("an address of the own domain is refused with the code and the words of the service")
async def own_domain():
    error = await refusal(invite("somebody@contoso.com"))
    same((error.response_status_code, error.error.code), (400, "BadRequest"), "status and code")
    assert "verified domain of this directory" in error.error.message, error.error.message
    assert error.error.inner_error and GUID.match(error.error.inner_error.request_id), "no request id in the error"


@case("the page iterator meets each guest once")
async def paging():
    guests = "userType eq 'Guest'"
    first = await client.users.get(users(advanced=True, filter=guests, select=["id", "mail"], top=50, count=True))
    assert first.odata_next_link, "no next link though there are more"
    met = []
    iterator = PageIterator(first, client.request_adapter)
    # Its method set_headers raises a TypeError in this version.
    iterator.headers.add("ConsistencyLevel", "eventual")
    await iterator.iterate(lambda one: met.append(one.id) is None)
    same((len(met), len(set(met))), (first.odata_count, first.odata_count), "guests met, and different ones")


@case("count, search and order are understood with the advanced header, and refused without it")
async def advanced():
    config = RequestConfiguration()
    config.headers.add("ConsistencyLevel", "eventual")
    everybody = await client.users.count.get(config)
    assert isinstance(everybody, int) and everybody > 200, f"count of users: {everybody!r}"
    error = await refusal(client.users.count.get())
    same((error.response_status_code, error.error.code), (400, "Request_BadRequest"), "count without the header")
    found = await client.users.get(users(advanced=True, search='"displayName:ada"', select=["displayName"], count=True))
    assert found.value and all("ada" in one.display_name.lower() for one in found.value), "found by search"
    ordered = await client.users.get(
        users(advanced=True, filter="userType eq 'Guest'", orderby=["displayName"], select=["displayName"], count=True)
    )
    assert len(ordered.value) == 100, f"{len(ordered.value)} guests on a page"
    error = await refusal(client.users.get(users(search='"displayName:ada"')))
    same(error.error.code, "Request_UnsupportedQuery", "search without the header")


@case("a change of a guest is read back, and a guest who is deleted is among the deleted")
async def change_and_delete():
    made = await invite("robin@fabrikam.com")
    one = client.users.by_user_id(made.invited_user.id)
    await one.patch(User(company_name="Fabrikam", department="Sales"))
    guest = await one.get(user("companyName", "department"))
    same((guest.company_name, guest.department), ("Fabrikam", "Sales"), "company and department")
    await one.delete()
    error = await refusal(one.get())
    same((error.response_status_code, error.error.code), (404, "Request_ResourceNotFound"), "a deleted guest")
    deleted = await client.directory.deleted_items.graph_user.get()
    assert made.invited_user.id in [one.id for one in deleted.value], "the guest is not among the deleted"
    restored = await client.directory.deleted_items.by_directory_object_id(made.invited_user.id).restore.post()
    same((type(restored).__name__, restored.id), ("User", made.invited_user.id), "restored")


@case("a guest is added to a group, found there as a user, and taken out again")
async def groups():
    query = GroupsRequestBuilder.GroupsRequestBuilderGetQueryParameters(
        filter="securityEnabled eq true and mailEnabled eq false", select=["id", "displayName", "groupTypes"]
    )
    # Members of groups with these types are kept by rules or by Exchange.
    found = await client.groups.get(RequestConfiguration(query_parameters=query))
    chosen = next(one.id for one in found.value if not one.group_types)
    group = client.groups.by_group_id(chosen)
    guest = (await invite("sam@fabrikam.com")).invited_user.id
    link = ReferenceCreate(odata_id=f"{GRAPH}/v1.0/directoryObjects/{guest}")
    await group.members.ref.post(link)
    members = (await group.members.get()).value
    assert guest in [one.id for one in members if isinstance(one, User)], "the guest is no member of type User"
    again = await refusal(group.members.ref.post(link))
    same((again.response_status_code, again.error.code), (400, "Request_BadRequest"), "added twice")
    assert "already exist" in again.error.message, again.error.message
    mine = await client.users.by_user_id(guest).member_of.get()
    # Besides the groups that rules fill with guests.
    assert chosen in [one.id for one in mine.value], "the group is not among the guest's"
    same({type(one).__name__ for one in mine.value}, {"Group"}, "types of the guest's groups")
    await group.members.by_directory_object_id(guest).ref.delete()
    assert guest not in [one.id for one in (await group.members.get()).value], "still a member"


@case("a guest's sponsors are set, read and taken away")
async def sponsors():
    guest = client.users.by_user_id((await invite("toni@fabrikam.com")).invited_user.id)
    ada = (await client.users.by_user_id("ada@contoso.com").get()).id
    await guest.sponsors.ref.post(ReferenceCreate(odata_id=f"{GRAPH}/v1.0/users/{ada}"))
    same([one.id for one in (await guest.sponsors.get()).value], [ada], "sponsors")
    await guest.sponsors.by_directory_object_id(ada).ref.delete()
    same((await guest.sponsors.get()).value, [], "sponsors after the removal")


@case("a batch of twenty answers each item with its status")
async def batch():
    some = (await client.users.get(users(select=["id"], top=19))).value
    content = BatchRequestContent()
    for identifier in [one.id for one in some] + [NOBODY]:
        item = BatchRequestItem(client.users.by_user_id(identifier).to_get_request_information(), id=identifier)
        # The library leaves the whole address in the item; Microsoft's documentation has paths below the version.
        item.set_url(f"/users/{identifier}?$select=id,displayName")
        content.add_request(item.id, item)
    answer = await client.batch.post(content)
    statuses = answer.get_response_status_codes()
    same(len(statuses), 20, "answers")
    same([statuses[one.id] for one in some], [200] * 19, "statuses")
    # This version of the library cannot read bodies: it expects base64, where Microsoft documents JSON objects.
    types = {answer.get_response_by_id(identifier).content_type.split(";")[0] for identifier in statuses}
    same(types, {"application/json"}, "content types of the items")
    same(statuses[NOBODY], 404, "status of the item about nobody")


@case("delta gives all users, then only what changed")
async def delta():
    query = DeltaRequestBuilder.DeltaRequestBuilderGetQueryParameters(select=["displayName", "mail"])
    page = await client.users.delta.get(RequestConfiguration(query_parameters=query))
    met = []
    while page.odata_next_link:
        met += page.value
        page = await client.users.delta.with_url(page.odata_next_link).get()
    met += page.value
    assert len({one.id for one in met}) > 200, f"{len(met)} users by delta"
    guest = (await invite("uli@fabrikam.com")).invited_user.id
    await client.users.by_user_id(met[0].id).patch(User(department="Moved"))
    changed = await client.users.delta.with_url(page.odata_delta_link).get()
    assert guest in [one.id for one in changed.value], "the new guest is not among what changed"
    assert len(changed.value) <= 2, f"{len(changed.value)} users changed"


@case("what does not exist, and a filter that cannot be read, are errors with code and request id")
async def errors():
    error = await refusal(client.users.by_user_id(NOBODY).get())
    same((error.response_status_code, error.error.code), (404, "Request_ResourceNotFound"), "nobody")
    assert NOBODY in error.error.message, error.error.message
    error = await refusal(client.users.get(users(filter="userType is 'Guest'")))
    same(error.response_status_code, 400, "status of a filter with a mistake")
    assert error.error.code and error.error.message, "an error without code and message"


@case("the client waits as a 429 says, and repeats")
async def throttled():
    control(
        "POST", "faults", {"method": "GET", "path": "/users", "times": 1, "fault": {"throttle": {"retryAfter": "1"}}}
    )
    same(len((await client.users.get(users(top=3))).value), 3, "users after the wait")
    same([rule["struck"] for rule in control("GET", "faults")], [1], "how often the rule was applied")


@case("policies, the organization and the audit log have the types of the library")
async def types():
    policy = await client.policies.authorization_policy.get()
    same(policy.allow_invites_from.value, "everyone", "who may invite")
    [organization] = (await client.organization.get()).value
    assert any(domain.is_default for domain in organization.verified_domains), "no default domain"
    audits = (await client.audit_logs.directory_audits.get()).value
    assert audits and audits[0].activity_date_time, "no directory audits"
    assert audits[0].initiated_by and audits[0].target_resources is not None, "an audit without its parts"


if __name__ == "__main__":
    main("msgraph-sdk")
