# Made by `cargo xtask registration` from src/domain/app_registration.rs.
<#
.SYNOPSIS
Registers Guestlist in Microsoft Entra, checks the registration, brings it up to date, or removes it.

.DESCRIPTION
Needs the module Microsoft.Graph: Install-Module Microsoft.Graph -Scope CurrentUser
Sign in as an Application Administrator or Cloud Application Administrator.

.EXAMPLE
./guestlist.ps1 Create -RedirectUri https://guests.example.com/

.EXAMPLE
./guestlist.ps1 Verify -RedirectUri https://guests.example.com/ -ClientId 11112222-bbbb-3333-cccc-4444dddd5555

.EXAMPLE
./guestlist.ps1 Update -RedirectUri https://guests.example.com/ -ClientId 11112222-bbbb-3333-cccc-4444dddd5555

.EXAMPLE
./guestlist.ps1 Remove -ClientId 11112222-bbbb-3333-cccc-4444dddd5555
#>
#Requires -Modules Microsoft.Graph.Applications, Microsoft.Graph.Identity.SignIns
[CmdletBinding()]
param(
    [Parameter(Mandatory, Position = 0)]
    [ValidateSet('Create', 'Verify', 'Update', 'Remove')]
    [string] $Action,

    # The address of the portal, with a slash at the end.
    [ValidatePattern('^(https://[A-Za-z0-9.-]+(:[0-9]+)?|http://localhost(:[0-9]+)?)(/[A-Za-z0-9._~-]+)*/$')]
    [string] $RedirectUri,

    # The application (client) id: for everything but Create.
    [guid] $ClientId,

    [string] $Name = 'Guestlist',

    # Minimal: the permissions that the portal cannot do without. Full: all that it can use.
    [ValidateSet('Minimal', 'Full')]
    [string] $Permissions = 'Minimal',

    # Grant and expect no consent: another administrator grants it.
    [switch] $NoConsent,

    [ValidateSet('global', 'usgov', 'usgov-dod', 'china')]
    [string] $Cloud = 'global',

    # The tenant to sign in to: needed where an account knows several.
    [string] $TenantId
)

$ErrorActionPreference = 'Stop'

if ($Action -ne 'Create' -and -not $PSBoundParameters.ContainsKey('ClientId')) { throw "$Action needs -ClientId." }
if ($Action -eq 'Create' -and $PSBoundParameters.ContainsKey('ClientId')) {
    throw 'Create makes a new client id; did you mean Update?'
}
if ($Action -ne 'Remove' -and -not $RedirectUri) { throw "$Action needs -RedirectUri." }

# The names of the clouds in config.json, and those that the module has for them.
$environments = @{
    china = 'China'
    global = 'Global'
    usgov = 'USGov'
    'usgov-dod' = 'USGovDoD'
}

# Permissions of Microsoft Graph: the name of each, and its id.
$sets = @{
    Minimal = [ordered]@{
        'User.Read' = 'e1fe6dd8-ba31-4d61-89e7-88639da4683d'
        'User.Read.All' = 'a154be20-db9c-4678-8ab7-66f6cc099a59'
        'User.Invite.All' = '63dd7cd9-b489-4adf-a28c-ac38b9a0f962'
    }
    Full = [ordered]@{
        'User.Read' = 'e1fe6dd8-ba31-4d61-89e7-88639da4683d'
        'User.Read.All' = 'a154be20-db9c-4678-8ab7-66f6cc099a59'
        'User.Invite.All' = '63dd7cd9-b489-4adf-a28c-ac38b9a0f962'
        'Policy.Read.All' = '572fea84-0151-49b2-9301-11cb16974376'
    }
}
$wanted = $sets[$Permissions]

# What the registration must be. An update sets all of it: other redirect URIs and permissions are taken away.
$registration = @{
    optionalClaims = @{
        idToken = @(
            @{
                name = 'login_hint'
            }
            @{
                name = 'wids'
            }
        )
    }
    publicClient = @{
        redirectUris = @()
    }
    requiredResourceAccess = @(
        @{
            resourceAccess = @($wanted.Values | ForEach-Object { @{ id = $_; type = 'Scope' } })
            resourceAppId = '00000003-0000-0000-c000-000000000000'
        }
    )
    signInAudience = 'AzureADMyOrg'
    spa = @{
        redirectUris = @(
            $RedirectUri
        )
    }
    web = @{
        redirectUris = @()
    }
}

# The service principal of an app ("enterprise application"), or nothing.
function Find-Principal([string] $AppId) {
    Get-MgServicePrincipal -Filter "appId eq '$AppId'" | Select-Object -First 1
}

# A new object is not known everywhere at once, so what refers to it is repeated for a minute. A refusal is not.
function Invoke-Patiently([scriptblock] $Request) {
    for ($tries = 1; $true; $tries++) {
        try {
            return & $Request
        } catch {
            if ($tries -ge 12 -or "$_" -match 'Authorization_RequestDenied') { throw }
            Start-Sleep -Seconds 5
        }
    }
}

# The consent for the whole organization, or nothing.
function Get-Consent([string] $Client, [string] $Resource) {
    Get-MgOauth2PermissionGrant -Filter "clientId eq '$Client'" -All |
        Where-Object { $_.ConsentType -eq 'AllPrincipals' -and $_.ResourceId -eq $Resource } |
        Select-Object -First 1
}

# Consents to the permissions for everybody in the organization.
function Set-Consent([string] $Client) {
    $resource = (Find-Principal '00000003-0000-0000-c000-000000000000').Id
    $scope = $wanted.Keys -join ' '
    $grant = Get-Consent $Client $resource
    if ($grant) {
        $change = @{ scope = $scope }
        Update-MgOauth2PermissionGrant -OAuth2PermissionGrantId $grant.Id -BodyParameter $change | Out-Null
    } else {
        $new = @{
            clientId = $Client
            consentType = 'AllPrincipals'
            resourceId = $resource
            scope = $scope
        }
        Invoke-Patiently { New-MgOauth2PermissionGrant -BodyParameter $new } | Out-Null
    }
}

function Complete-Registration([string] $AppId) {
    $principal = Find-Principal $AppId
    if (-not $principal) {
        $new = @{ appId = $AppId }
        $principal = Invoke-Patiently { New-MgServicePrincipal -BodyParameter $new }
    }
    if (-not $NoConsent) {
        try {
            Set-Consent $principal.Id
        } catch {
            throw "The app $AppId is registered, but consent failed: $_ Pass -NoConsent, and let an administrator press 'Grant admin consent' under API permissions."
        }
    }
    'For config.json:'
    "  `"tenant`": `"$((Get-MgContext).TenantId)`","
    "  `"clientId`": `"$AppId`","
    "  `"cloud`": `"$Cloud`","
}

function Get-Registration {
    $app = Get-MgApplication -Filter "appId eq '$ClientId'" | Select-Object -First 1
    if (-not $app) { throw "This organization has no registration with the client id $ClientId." }
    $app
}

function New-Registration {
    $quoted = $Name.Replace("'", "''")
    $same = Get-MgApplication -Filter "displayName eq '$quoted'" | Select-Object -First 1
    if ($same) {
        throw "There is an app with the name ${Name}: update it (client id $($same.AppId)), or pass another -Name."
    }
    $body = $registration.Clone()
    $body['displayName'] = $Name
    $app = New-MgApplication -BodyParameter $body
    Complete-Registration $app.AppId
}

function Update-Registration {
    $app = Get-Registration
    Update-MgApplication -ApplicationId $app.Id -BodyParameter $registration | Out-Null
    Complete-Registration $app.AppId
}

$script:wrong = 0

# Whether a list has an item.
function Test-Has([string] $What, [string] $Item, $List) {
    if (@($List) -ccontains $Item) {
        "ok     ${What}: $Item"
    } else {
        "WRONG  ${What}: $Item is missing"
        $script:wrong++
    }
}

# Whether a list is empty.
function Test-None([string] $What, $List) {
    $found = @($List | Where-Object { $_ })
    if ($found.Count -eq 0) {
        "ok     ${What}: none"
    } else {
        "WRONG  ${What}: $($found -join ' ')"
        $script:wrong++
    }
}

function Test-Registration {
    $app = Get-Registration
    Test-Has 'accounts that may sign in' 'AzureADMyOrg' $app.SignInAudience
    Test-Has 'redirect URI of the single-page application' $RedirectUri $app.Spa.RedirectUris
    Test-None 'redirect URIs under Web (AADSTS9002326)' $app.Web.RedirectUris
    Test-None 'redirect URIs under Mobile and desktop' $app.PublicClient.RedirectUris
    Test-None 'secrets' ($app.PasswordCredentials | ForEach-Object { $_.KeyId })
    Test-None 'certificates' ($app.KeyCredentials | ForEach-Object { $_.KeyId })
    $claims = $app.OptionalClaims.IdToken | ForEach-Object { $_.Name }
    foreach ($claim in 'login_hint', 'wids') { Test-Has 'optional claim of the id token' $claim $claims }
    $ids = $app.RequiredResourceAccess |
        Where-Object { $_.ResourceAppId -eq '00000003-0000-0000-c000-000000000000' } |
        ForEach-Object { $_.ResourceAccess } |
        ForEach-Object { "$($_.Id)" }
    foreach ($permission in $wanted.Keys) {
        Test-Has "permission $permission" $wanted[$permission] $ids
    }
    $principal = Find-Principal $app.AppId
    if (-not $principal) {
        'WRONG  enterprise application: it is missing'
        $script:wrong++
    } elseif (-not $NoConsent) {
        $grant = Get-Consent $principal.Id (Find-Principal '00000003-0000-0000-c000-000000000000').Id
        $granted = if ($grant) { $grant.Scope -split ' ' }
        foreach ($permission in $wanted.Keys) { Test-Has 'consent for the organization' $permission $granted }
    }
}

# Its service principal and consents go with it. It can be restored for 30 days.
function Remove-Registration {
    Remove-MgApplication -ApplicationId (Get-Registration).Id
    "Removed $ClientId. For 30 days it can be restored: App registrations, Deleted applications."
}

$connection = @{
    Environment = $environments[$Cloud]
    Scopes = @('Application.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All')
    NoWelcome = $true
}
if ($TenantId) { $connection['TenantId'] = $TenantId }
Connect-MgGraph @connection

switch ($Action) {
    'Create' { New-Registration }
    'Verify' { Test-Registration }
    'Update' { Update-Registration }
    'Remove' { Remove-Registration }
}
if ($script:wrong -gt 0) { exit 1 }
