// <<generated>>
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
param name string = '<<app_name>>'

@description('By this name a deployment finds the app again. It can never be changed.')
param uniqueName string = 'guestlist'

@description('minimal: the permissions that the portal cannot do without. full: all that it can use.')
@allowed(['minimal', 'full'])
param permissions string = 'minimal'

@description('Whether to consent to the permissions for everybody in the organization.')
param consent bool = true

// Permissions of Microsoft Graph.
var minimal = [
<<minimal>>
]
var full = [
<<full>>
]
var wanted = permissions == 'full' ? full : minimal

resource graph 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: '<<graph_app_id>>'
}

resource app 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: uniqueName
  displayName: name
  signInAudience: '<<audience>>'
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
<<claims>>
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
