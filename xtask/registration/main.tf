# <<generated>>
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
    condition     = can(regex("<<redirect_pattern>>", var.redirect_uri))
    error_message = "It must be https, with a slash at the end."
  }
}

variable "name" {
  type        = string
  description = "The name of the app."
  default     = "<<app_name>>"
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
  default     = "<<first_cloud>>"
  validation {
    condition     = contains([<<cloud_list>>], var.cloud)
    error_message = "It is one of <<cloud_names>>."
  }
}

locals {
  # The names of the clouds in config.json, and those that the provider has for them.
  environments = {
<<environments>>
  }
  # Permissions of Microsoft Graph: the name of each, and its id.
  minimal = {
<<minimal>>
  }
  full = {
<<full>>
  }
  wanted = var.permissions == "full" ? local.full : local.minimal
}

provider "azuread" {
  environment = local.environments[var.cloud]
}

data "azuread_client_config" "current" {}

data "azuread_service_principal" "graph" {
  client_id = "<<graph_app_id>>"
}

resource "azuread_application" "guestlist" {
  display_name            = var.name
  sign_in_audience        = "<<audience>>"
  prevent_duplicate_names = true

  single_page_application {
    redirect_uris = [var.redirect_uri]
  }

  optional_claims {
<<claims>>
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
