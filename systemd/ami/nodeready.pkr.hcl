# A custom AMI: Amazon's EKS image with nodeready in place of nodeadm.
#   packer init . && packer build -var rpm=../../target/nodeready-0.1.0-1.x86_64.rpm -var kubernetes_version=1.34 .

packer {
  required_plugins {
    amazon = {
      source  = "github.com/hashicorp/amazon"
      version = ">= 1.3.0"
    }
  }
}

variable "rpm" {
  type        = string
  description = "The package, as the build makes it."
}

variable "rpm_nodeadm" {
  type        = string
  default     = ""
  description = "The package with nodeadm's names; left out where empty."
}

variable "kubernetes_version" {
  type        = string
  description = "Such as 1.34: chooses the image to begin with."
}

variable "region" {
  type    = string
  default = "us-west-2"
}

variable "instance_type" {
  type    = string
  default = "m5.large"
}

variable "name" {
  type    = string
  default = "nodeready-eks"
}

locals {
  stamp = formatdate("YYYYMMDDhhmmss", timestamp())
}

# Amazon's newest EKS image on Amazon Linux 2023; 602401143452 owns them in the commercial regions.
source "amazon-ebs" "node" {
  region        = var.region
  instance_type = var.instance_type
  ssh_username  = "ec2-user"
  ami_name      = "${var.name}-${var.kubernetes_version}-${local.stamp}"

  source_ami_filter {
    filters = {
      name                = "amazon-eks-node-al2023-x86_64-standard-${var.kubernetes_version}-v*"
      root-device-type    = "ebs"
      virtualization-type = "hvm"
    }
    most_recent = true
    owners      = ["602401143452"]
  }

  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }

  tags = {
    Name       = var.name
    kubernetes = var.kubernetes_version
  }
}

build {
  sources = ["source.amazon-ebs.node"]

  # The instance that builds is no node: nodeadm must have left nothing behind that a node would take for its own.
  provisioner "file" {
    sources     = compact([var.rpm, var.rpm_nodeadm])
    destination = "/tmp/"
  }

  provisioner "shell" {
    execute_command = "sudo env {{ .Vars }} bash -eu '{{ .Path }}'"
    script          = "${path.root}/install"
  }
}
