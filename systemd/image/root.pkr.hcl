# Bakes a root file system on the machine that Packer runs on, as root; needs debootstrap, and no plugin:
#   packer build -var package=nodeready_0.1.0_amd64.deb -var archive=pause.tar root.pkr.hcl
# What comes out, the folder `root`, is made into a disk or container image by whatever does that in your house.

variable "package" {
  type        = string
  description = "The package, as the build makes it."
}

variable "archive" {
  type        = string
  default     = ""
  description = "The sandbox image, as ctr images export or docker save write it; where empty it is pulled."
}

variable "root" {
  type        = string
  default     = "root"
  description = "The folder that becomes the root file system; made by debootstrap where it is not there."
}

variable "config" {
  type        = string
  default     = ""
  description = "A NodeConfig with what all nodes of the image have in common; it need not be complete."
}

locals {
  options = concat(
    var.archive == "" ? [] : ["--archive", "/var/tmp/pause.tar"],
  )
}

source "null" "root" {
  communicator = "none"
}

build {
  sources = ["source.null.root"]

  provisioner "shell-local" {
    inline = [
      "set -eu",
      "[ -d '${var.root}' ] || debootstrap --variant=minbase --include=systemd-sysv,dbus,containerd,runc,iproute2,iptables,procps bookworm '${var.root}'",
      "[ -z '${var.config}' ] || install -D -m 600 '${var.config}' '${var.root}/etc/eks/nodeadm.d/10-image.yaml'",
      "[ -z '${var.archive}' ] || install -D -m 644 '${var.archive}' '${var.root}/var/tmp/pause.tar'",
      "sh '${path.root}/bake-root' '${var.root}' '${var.package}' -- ${join(" ", local.options)}",
      "rm -f '${var.root}/var/tmp/pause.tar'",
    ]
  }
}
