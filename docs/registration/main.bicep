// Made by `cargo xtask registration` from src/domain/app_registration.rs.
//
// The registration of Guestlist in Microsoft Entra, for Bicep 0.36.1 or later with the Microsoft Graph extension, which
// Microsoft offers for the global cloud only.
//
//   create, update   az deployment group create --resource-group RG --template-file main.bicep \
//                      --parameters redirectUri=https://guests.example.com/
//   verify, remove   by guestlist.sh or guestlist.ps1 with the client id: the extension removes nothing, and a
//                    deployment does not say what was changed by hand
//
// A second deployment with the same uniqueName changes the same app.

extension 'br:mcr.microsoft.com/bicep/extensions/microsoftgraph/v1.0:1.0.0'

@description('The address of the portal, with a slash at the end.')
param redirectUri string

@description('The name of the app.')
param name string = 'Guestlist'

@description('By this name a deployment finds the app again. It can never be changed.')
param uniqueName string = 'guestlist'

@description('minimal: the permissions that the portal cannot do without. full: all that it can use.')
@allowed(['minimal', 'full'])
param permissions string = 'minimal'

@description('Whether to consent to the permissions for everybody in the organization.')
param consent bool = true

// Permissions of Microsoft Graph.
var minimal = [
  { name: 'User.Read', id: 'e1fe6dd8-ba31-4d61-89e7-88639da4683d' }
  { name: 'User.Read.All', id: 'a154be20-db9c-4678-8ab7-66f6cc099a59' }
  { name: 'User.Invite.All', id: '63dd7cd9-b489-4adf-a28c-ac38b9a0f962' }
]
var full = [
  { name: 'User.Read', id: 'e1fe6dd8-ba31-4d61-89e7-88639da4683d' }
  { name: 'User.Read.All', id: 'a154be20-db9c-4678-8ab7-66f6cc099a59' }
  { name: 'User.Invite.All', id: '63dd7cd9-b489-4adf-a28c-ac38b9a0f962' }
  { name: 'Policy.Read.All', id: '572fea84-0151-49b2-9301-11cb16974376' }
]
var wanted = permissions == 'full' ? full : minimal

resource graph 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: '00000003-0000-0000-c000-000000000000'
}

resource app 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: uniqueName
  displayName: name
  signInAudience: 'AzureADMyOrg'
  spa: {
    redirectUris: [redirectUri]
  }
  web: {
    redirectUris: []
  }
  publicClient: {
    redirectUris: []
  }
  optionalClaims: {
    idToken: [
      { name: 'login_hint' }
      { name: 'wids' }
    ]
  }
  requiredResourceAccess: [
    {
      resourceAppId: graph.appId
      resourceAccess: [
        for permission in wanted: {
          id: permission.id
          type: 'Scope'
        }
      ]
    }
  ]
}

resource principal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: app.appId
}

resource grant 'Microsoft.Graph/oauth2PermissionGrants@v1.0' = if (consent) {
  clientId: principal.id
  resourceId: graph.id
  consentType: 'AllPrincipals'
  scope: join(map(wanted, permission => permission.name), ' ')
}

// For config.json.
output tenant string = tenant().tenantId
output clientId string = app.appId
