# Made by `cargo xtask registration` from src/domain/app_registration.rs.
#
# The registration of Guestlist in Microsoft Entra, for Terraform with the provider azuread.
#
#   create, update   terraform apply -var redirect_uri=https://guests.example.com/
#   verify           terraform plan -detailed-exitcode -var redirect_uri=https://guests.example.com/
#                    (exit code 0: the registration is as it must be; 2: the plan says what is not)
#   remove           terraform destroy -var redirect_uri=https://guests.example.com/

terraform {
  required_version = ">= 1.5"
  required_providers {
    azuread = {
      source  = "hashicorp/azuread"
      version = "~> 3.0"
    }
  }
}

variable "redirect_uri" {
  type        = string
  description = "The address of the portal, with a slash at the end."
  validation {
    condition     = can(regex("^(https://[A-Za-z0-9.-]+(:[0-9]+)?|http://localhost(:[0-9]+)?)(/[A-Za-z0-9._~-]+)*/$", var.redirect_uri))
    error_message = "It must be https, with a slash at the end."
  }
}

variable "name" {
  type        = string
  description = "The name of the app."
  default     = "Guestlist"
}

variable "permissions" {
  type        = string
  description = "minimal: the permissions that the portal cannot do without; full: all that it can use."
  default     = "minimal"
  validation {
    condition     = contains(["minimal", "full"], var.permissions)
    error_message = "It is minimal or full."
  }
}

variable "consent" {
  type        = bool
  description = "Whether to consent to the permissions for everybody in the organization."
  default     = true
}

variable "cloud" {
  type        = string
  description = "The name of the cloud in config.json."
  default     = "global"
  validation {
    condition     = contains(["global", "usgov", "usgov-dod", "china"], var.cloud)
    error_message = "It is one of global, usgov, usgov-dod, china."
  }
}

locals {
  # The names of the clouds in config.json, and those that the provider has for them.
  environments = {
    "global"    = "global"
    "usgov"     = "usgovernmentl4"
    "usgov-dod" = "usgovernmentl5"
    "china"     = "china"
  }
  # Permissions of Microsoft Graph: the name of each, and its id.
  minimal = {
    "User.Read"       = "e1fe6dd8-ba31-4d61-89e7-88639da4683d"
    "User.Read.All"   = "a154be20-db9c-4678-8ab7-66f6cc099a59"
    "User.Invite.All" = "63dd7cd9-b489-4adf-a28c-ac38b9a0f962"
  }
  full = {
    "User.Read"       = "e1fe6dd8-ba31-4d61-89e7-88639da4683d"
    "User.Read.All"   = "a154be20-db9c-4678-8ab7-66f6cc099a59"
    "User.Invite.All" = "63dd7cd9-b489-4adf-a28c-ac38b9a0f962"
    "Policy.Read.All" = "572fea84-0151-49b2-9301-11cb16974376"
  }
  wanted = var.permissions == "full" ? local.full : local.minimal
}

provider "azuread" {
  environment = local.environments[var.cloud]
}

data "azuread_client_config" "current" {}

data "azuread_service_principal" "graph" {
  client_id = "00000003-0000-0000-c000-000000000000"
}

resource "azuread_application" "guestlist" {
  display_name            = var.name
  sign_in_audience        = "AzureADMyOrg"
  prevent_duplicate_names = true

  single_page_application {
    redirect_uris = [var.redirect_uri]
  }

  optional_claims {
    id_token {
      name = "login_hint"
    }
    id_token {
      name = "wids"
    }
  }

  required_resource_access {
    resource_app_id = data.azuread_service_principal.graph.client_id
    dynamic "resource_access" {
      for_each = local.wanted
      content {
        id   = resource_access.value
        type = "Scope"
      }
    }
  }
}

resource "azuread_service_principal" "guestlist" {
  client_id = azuread_application.guestlist.client_id
}

resource "azuread_service_principal_delegated_permission_grant" "guestlist" {
  count                                = var.consent ? 1 : 0
  service_principal_object_id          = azuread_service_principal.guestlist.object_id
  resource_service_principal_object_id = data.azuread_service_principal.graph.object_id
  claim_values                         = keys(local.wanted)
}

# For config.json.
output "tenant" {
  value = data.azuread_client_config.current.tenant_id
}

output "clientId" {
  value = azuread_application.guestlist.client_id
}

output "cloud" {
  value = var.cloud
}
