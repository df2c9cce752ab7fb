// Command terraform-provider-kubernetes is Terraform's provider for Kubernetes, which Terraform starts itself.
package main

import (
	"github.com/hashicorp/terraform-plugin-sdk/plugin"
	"github.com/hashicorp/terraform-provider-kubernetes/kubernetes"
)

func main() {
	plugin.Serve(&plugin.ServeOpts{ProviderFunc: kubernetes.Provider})
}
