# What the cases manage: some of everything that people leave to Terraform.
terraform {
  required_providers {
    kubernetes = {
      source = "culvert.test/hashicorp/kubernetes"
    }
  }
  # The state is kept in the cluster, too, in a Secret with a Lease as its lock.
  backend "kubernetes" {
    secret_suffix = "objects"
  }
}

variable "namespace" {
  type = string
}

variable "message" {
  type    = string
  default = "first"
}

variable "replicas" {
  type    = number
  default = 1
}

# The pod that the client matrix makes.
data "kubernetes_pod" "shell" {
  metadata {
    name      = "shell"
    namespace = var.namespace
  }
}

resource "kubernetes_config_map" "settings" {
  metadata {
    name      = "settings"
    namespace = var.namespace
    labels    = { "culvert.test/made-by" = "terraform" }
  }
  data = {
    message = var.message
    # What is larger than a packet of the tunnel's.
    large = join("", [for i in range(1000) : format("%0199d\n", i)])
  }
}

resource "kubernetes_secret" "password" {
  metadata {
    name      = "password"
    namespace = var.namespace
  }
  data = { password = "of no use: ${var.message}" }
}

resource "kubernetes_role" "reader" {
  metadata {
    name      = "reader"
    namespace = var.namespace
  }
  rule {
    api_groups     = [""]
    resources      = ["configmaps"]
    resource_names = [kubernetes_config_map.settings.metadata[0].name]
    verbs          = ["get", "watch"]
  }
}

resource "kubernetes_role_binding" "reader" {
  metadata {
    name      = "reader"
    namespace = var.namespace
  }
  role_ref {
    api_group = "rbac.authorization.k8s.io"
    kind      = "Role"
    name      = kubernetes_role.reader.metadata[0].name
  }
  subject {
    kind      = "ServiceAccount"
    name      = "default"
    namespace = var.namespace
  }
}

resource "kubernetes_service" "app" {
  metadata {
    name      = "app"
    namespace = var.namespace
  }
  spec {
    selector = { app = "app" }
    port {
      port        = 80
      target_port = 8080
    }
  }
}

# Terraform waits until it is rolled out.
resource "kubernetes_deployment" "app" {
  metadata {
    name      = "app"
    namespace = var.namespace
  }
  spec {
    replicas = var.replicas
    selector {
      match_labels = { app = "app" }
    }
    template {
      metadata {
        labels      = { app = "app" }
        annotations = { message = var.message }
      }
      spec {
        termination_grace_period_seconds = 0
        automount_service_account_token  = false
        container {
          name    = "main"
          image   = data.kubernetes_pod.shell.spec[0].container[0].image
          command = ["sleep", "3600"]
        }
      }
    }
  }
}

output "message" {
  value = kubernetes_config_map.settings.data.message
}
