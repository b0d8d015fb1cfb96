#!/usr/bin/env bash
# Made by `cargo xtask registration` from src/domain/app_registration.rs.
#
# Registers Guestlist in Microsoft Entra with the Azure CLI; checks the registration, brings it up to date, removes it.
# `az ad app` has no option for single-page applications, so the requests go to Microsoft Graph by `az rest`.
#
#   az login --allow-no-subscriptions
#   bash guestlist.sh create --redirect-uri https://guests.example.com/
#   bash guestlist.sh verify --redirect-uri https://guests.example.com/ --client-id ID
#   bash guestlist.sh update --redirect-uri https://guests.example.com/ --client-id ID
#   bash guestlist.sh remove --client-id ID
#
# Options of create, verify and update:
#   --full           all permissions that the portal can use; without it, those that it cannot do without
#   --no-consent     grant and expect no consent: another administrator grants it
#   --cloud NAME     global, usgov, usgov-dod, china; default global
#   --name NAME      create only; default Guestlist
set -euo pipefail

stop() {
  echo "guestlist.sh: $*" >&2
  exit 2
}

action=${1:-}
[ $# -eq 0 ] || shift
redirect_uri='' client_id='' name='Guestlist' cloud='global' full=no consent=yes
while [ $# -gt 0 ]; do
  case $1 in
    --redirect-uri) redirect_uri=${2:?} && shift 2 ;;
    --client-id) client_id=${2:?} && shift 2 ;;
    --name) name=${2:?} && shift 2 ;;
    --cloud) cloud=${2:?} && shift 2 ;;
    --full) full=yes && shift ;;
    --no-consent) consent=no && shift ;;
    *) stop "there is no option $1" ;;
  esac
done

case $cloud in
  global) az_cloud=AzureCloud graph=https://graph.microsoft.com ;;
  usgov) az_cloud=AzureUSGovernment graph=https://graph.microsoft.us ;;
  usgov-dod) az_cloud=AzureUSGovernment graph=https://dod-graph.microsoft.us ;;
  china) az_cloud=AzureChinaCloud graph=https://microsoftgraph.chinacloudapi.cn ;;
  *) stop "--cloud is one of global, usgov, usgov-dod, china" ;;
esac
case $action in
  create) [ -z "$client_id" ] || stop "create makes a new client id; did you mean update?" ;;
  verify | update | remove)
    [[ $client_id =~ ^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$ ]] ||
      stop "--client-id must be the application (client) id of the registration" ;;
  *) stop "the first word is create, verify, update or remove" ;;
esac
if [ "$action" != remove ]; then
  [[ $redirect_uri =~ ^(https://[A-Za-z0-9.-]+(:[0-9]+)?|http://localhost(:[0-9]+)?)(/[A-Za-z0-9._~-]+)*/$ ]] ||
    stop "--redirect-uri must be the address of the portal, https and with a slash at the end"
fi
[[ $name != *[\"\'\\]* ]] || stop "--name must have no quotation mark, apostrophe or backslash"

signed_in=$(az cloud show --query name --output tsv)
[ "$signed_in" = "$az_cloud" ] ||
  stop "the Azure CLI is set to $signed_in: run \`az cloud set --name $az_cloud\` and \`az login\` first"

case $full in
  yes)
    resource_access='[{"id":"e1fe6dd8-ba31-4d61-89e7-88639da4683d","type":"Scope"},{"id":"a154be20-db9c-4678-8ab7-66f6cc099a59","type":"Scope"},{"id":"63dd7cd9-b489-4adf-a28c-ac38b9a0f962","type":"Scope"},{"id":"572fea84-0151-49b2-9301-11cb16974376","type":"Scope"}]'
    scope='User.Read User.Read.All User.Invite.All Policy.Read.All'
    ;;
  no)
    resource_access='[{"id":"e1fe6dd8-ba31-4d61-89e7-88639da4683d","type":"Scope"},{"id":"a154be20-db9c-4678-8ab7-66f6cc099a59","type":"Scope"},{"id":"63dd7cd9-b489-4adf-a28c-ac38b9a0f962","type":"Scope"}]'
    scope='User.Read User.Read.All User.Invite.All'
    ;;
esac

# Sends a request to Graph: METHOD PATH, then further arguments of `az rest`.
graph() {
  local method=$1 path=$2
  shift 2
  az rest --only-show-errors --method "$method" --url "$graph/v1.0$path" --resource "$graph" "$@"
}

# A new object is not known everywhere at once, so a request that refers to it is repeated for a minute. A refusal is not.
patiently() {
  local tries=1 problems
  problems=$(mktemp)
  until "$@" 2>"$problems"; do
    if [ "$tries" -ge 12 ] || grep -q Authorization_RequestDenied "$problems"; then
      cat "$problems" >&2
      rm -f "$problems"
      return 1
    fi
    tries=$((tries + 1))
    sleep 5
  done
  rm -f "$problems"
}

# What the registration must be. An update sets all of it: other redirect URIs and permissions are taken away.
properties() {
  cat <<JSON
  "signInAudience": "AzureADMyOrg",
  "spa": { "redirectUris": ["$redirect_uri"] },
  "web": { "redirectUris": [] },
  "publicClient": { "redirectUris": [] },
  "optionalClaims": { "idToken": [{"name":"login_hint"},{"name":"wids"}] },
  "requiredResourceAccess": [
    {
      "resourceAppId": "00000003-0000-0000-c000-000000000000",
      "resourceAccess": $resource_access
    }
  ]
JSON
}

find_principal() {
  graph GET /servicePrincipals --url-parameters "\$filter=appId eq '$1'" --query 'value[].id' --output tsv
}

# The service principal of the app ("enterprise application"), which is created where it is missing.
principal() {
  local id
  id=$(find_principal "$client_id")
  if [ -z "$id" ]; then
    id=$(patiently graph POST /servicePrincipals --headers Content-Type=application/json \
      --body "{ \"appId\": \"$client_id\" }" --query id --output tsv)
  fi
  echo "$id"
}

# One field of the consent for the whole organization, or nothing.
grant_of() {
  graph GET /oauth2PermissionGrants --url-parameters "\$filter=clientId eq '$1'" --output tsv \
    --query "value[?consentType=='AllPrincipals' && resourceId=='$2'].$3"
}

# Consents to the permissions for everybody in the organization.
give_consent() {
  local client=$1 resource grant
  resource=$(find_principal 00000003-0000-0000-c000-000000000000) || return 1
  grant=$(grant_of "$client" "$resource" id) || return 1
  if [ -n "$grant" ]; then
    graph PATCH "/oauth2PermissionGrants/$grant" --headers Content-Type=application/json \
      --body "{ \"scope\": \"$scope\" }"
  else
    patiently graph POST /oauth2PermissionGrants --headers Content-Type=application/json --output none --body "{
  \"clientId\": \"$client\",
  \"consentType\": \"AllPrincipals\",
  \"resourceId\": \"$resource\",
  \"scope\": \"$scope\"
}"
  fi
}

finish() {
  local id
  id=$(principal)
  if [ "$consent" = yes ]; then
    give_consent "$id" || stop "the app $client_id is registered, but you may not consent: pass --no-consent, and let an \
administrator press \"Grant admin consent\" under API permissions"
  fi
  echo 'For config.json:'
  echo "  \"tenant\": \"$(az account show --query tenantId --output tsv)\","
  echo "  \"clientId\": \"$client_id\","
  echo "  \"cloud\": \"$cloud\","
}

create() {
  local same
  same=$(graph GET /applications --url-parameters "\$filter=displayName eq '$name'" --query 'value[].appId' --output tsv)
  [ -z "$same" ] || stop "there is an app with the name $name: update it (client id $same), or pass another --name"
  client_id=$(graph POST /applications --headers Content-Type=application/json --query appId --output tsv --body "{
  \"displayName\": \"$name\",
$(properties)
}")
  finish
}

update() {
  graph PATCH "/applications(appId='$client_id')" --headers Content-Type=application/json --body "{
$(properties)
}"
  finish
}

wrong=0
# Whether a list, one item in a line, has an item: WHAT ITEM LIST.
has() {
  if printf '%s\n' "$3" | tr ' \t\r' '\n' | grep -Fxq -- "$2"; then
    echo "ok     $1: $2"
  else
    echo "WRONG  $1: $2 is missing"
    wrong=1
  fi
}

# Whether a list is empty: WHAT LIST.
none() {
  if [ -z "$2" ]; then
    echo "ok     $1: none"
  else
    echo "WRONG  $1: $2"
    wrong=1
  fi
}

of_app() {
  graph GET "/applications(appId='$client_id')" --query "$1" --output tsv
}

verify() {
  local item claims ids client resource granted
  of_app appId >/dev/null || stop "this organization has no registration with the client id $client_id"
  has 'accounts that may sign in' 'AzureADMyOrg' "$(of_app signInAudience)"
  has 'redirect URI of the single-page application' "$redirect_uri" "$(of_app 'spa.redirectUris[]')"
  none 'redirect URIs under Web (AADSTS9002326)' "$(of_app 'web.redirectUris[]')"
  none 'redirect URIs under Mobile and desktop' "$(of_app 'publicClient.redirectUris[]')"
  none 'secrets' "$(of_app 'passwordCredentials[].keyId')"
  none 'certificates' "$(of_app 'keyCredentials[].keyId')"
  claims=$(of_app 'optionalClaims.idToken[].name')
  for item in login_hint wids; do
    has 'optional claim of the id token' "$item" "$claims"
  done
  ids=$(of_app "requiredResourceAccess[?resourceAppId=='00000003-0000-0000-c000-000000000000'].resourceAccess[].id")
  has 'permission User.Read' e1fe6dd8-ba31-4d61-89e7-88639da4683d "$ids"
  has 'permission User.Read.All' a154be20-db9c-4678-8ab7-66f6cc099a59 "$ids"
  has 'permission User.Invite.All' 63dd7cd9-b489-4adf-a28c-ac38b9a0f962 "$ids"
  [ "$full" = no ] || has 'permission Policy.Read.All' 572fea84-0151-49b2-9301-11cb16974376 "$ids"
  client=$(find_principal "$client_id")
  if [ -z "$client" ]; then
    echo 'WRONG  enterprise application: it is missing'
    wrong=1
  elif [ "$consent" = yes ]; then
    resource=$(find_principal 00000003-0000-0000-c000-000000000000)
    granted=$(grant_of "$client" "$resource" scope)
    for item in $scope; do
      has 'consent for the organization' "$item" "$granted"
    done
  fi
  return "$wrong"
}

# Its service principal and consents go with it. It can be restored for 30 days.
remove() {
  graph DELETE "/applications(appId='$client_id')"
  echo "Removed $client_id. For 30 days it can be restored: App registrations, Deleted applications."
}

"$action"
