package dev.nodeready.catalogue;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/**
 * Every failure that nodeready tells of, by its code. Codes are stable: people and programs look
 * for them. The area comes first; whoever adds one adds a line to the block of its area.
 */
public enum Code {
  // AWS: what the instance is asked of.
  AWS_API_BAD_ANSWER(
      "AWS's API answered with something that is no answer of it",
      "a proxy may have answered: correct HTTPS_PROXY in spec.instance.environment.default, or name the endpoint in NO_PROXY"),
  AWS_API_REFUSED(
      "AWS's API refused a call, and will again",
      "do as the answer says; where a proxy gave it, correct HTTPS_PROXY in spec.instance.environment.default"),
  AWS_API_UNAVAILABLE(
      "AWS's API failed on its own side",
      "wait, or see https://health.aws.amazon.com/health/status; how long still: nodeready status"),
  AWS_CREDENTIALS_ABSENT(
      "the instance's role gave no credentials",
      "give the instance a profile (aws ec2 associate-iam-instance-profile) with the node role in it, whose trust policy lets ec2.amazonaws.com assume it"),
  AWS_CREDENTIALS_EXPIRED(
      "AWS took the credentials for expired", "set the machine's clock: timedatectl status"),
  AWS_CREDENTIALS_INVALID(
      "AWS does not know the credentials",
      "see whose they are (aws sts get-caller-identity), and check AWS_REGION and the machine's clock (timedatectl status)"),
  AWS_CREDENTIALS_UNSUPPORTED(
      "the environment or the AWS profile asks for credentials of a kind that is not supported",
      "give an access key, a credential_process or the instance's role instead, and remove AWS_PROFILE, AWS_WEB_IDENTITY_TOKEN_FILE or the profile's settings for it"),
  AWS_EC2_INSTANCE_UNKNOWN(
      "EC2 does not know this instance yet, or is asked in another region",
      "wait, since new instances appear with delay; else check that AWS_REGION and AWS_ENDPOINT_URL_EC2 are of the instance's region"),
  AWS_EC2_NO_NAME(
      "EC2 has no private DNS name for this instance",
      "turn on DNS hostnames in the VPC, or the feature gate InstanceIdNodeName"),
  AWS_ECR_EMPTY_TOKEN(
      "ECR answered without a token",
      "check the node role's ecr:GetAuthorizationToken and what answers for ECR"),
  AWS_ECR_PLUGIN_ANSWER(
      "kubelet's credential provider answered something that makes no sense",
      "install ecr-credential-provider of a known version in /etc/eks/image-credential-provider"),
  AWS_ECR_PLUGIN_FAILED(
      "kubelet's credential provider failed", "run COMMAND by hand, and check the instance's role"),
  AWS_ENDPOINT_INVALID(
      "a variable names an endpoint that is no URL",
      "correct or unset AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_*"),
  AWS_ENDPOINT_UNREACHABLE(
      "an endpoint of AWS cannot be reached from this subnet",
      "see where the way begins (ip route show), then the subnet's routes, security groups and VPC endpoints"),
  AWS_IMDS_ABSENT(
      "the metadata service has nothing there",
      "attach an instance profile with the node role: aws ec2 associate-iam-instance-profile"),
  AWS_IMDS_BAD_ANSWER(
      "the metadata service answered something that makes no sense",
      "see what answers in its place: curl -v http://169.254.169.254/latest/"),
  AWS_IMDS_DISABLED(
      "the environment switches the metadata service off",
      "unset it, or give a configuration with --config-source and spec.bootstrap.platform none"),
  AWS_IMDS_ENDPOINT(
      "the environment names an address of the metadata service that is none",
      "set AWS_EC2_METADATA_SERVICE_ENDPOINT to a URL such as http://169.254.169.254"),
  AWS_IMDS_NO_IPV4(
      "the instance has no IPv4 address, and the cluster wants one",
      "give the subnet IPv4 addresses, or an IPv6 service CIDR in spec.cluster.cidr"),
  AWS_IMDS_NO_IPV6(
      "the instance has no IPv6 address, and the cluster wants one",
      "assign one (aws ec2 assign-ipv6-addresses), and have the subnet do so for new instances"),
  AWS_IMDS_REFUSED(
      "the metadata service refuses this instance",
      "on EC2 enable its endpoint: aws ec2 modify-instance-metadata-options --http-endpoint enabled --instance-id $(cat /sys/devices/virtual/dmi/id/board_asset_tag); elsewhere give a configuration with --config-source and spec.bootstrap.platform: none"),
  AWS_IMDS_UNREACHABLE(
      "the metadata service cannot be reached",
      "see the way to it (ip route get 169.254.169.254) and the instance's metadata options (aws ec2 describe-instances)"),
  AWS_PERMISSION_DENIED(
      "the node's role may not do what a boot needs", "allow the call: aws iam put-role-policy"),
  AWS_PROXY_REFUSED(
      "a proxy did not let a call to AWS pass",
      "correct HTTPS_PROXY (user and password too) in spec.instance.environment.default, let the proxy pass the endpoint, or name it in NO_PROXY"),
  AWS_REGION_INVALID("the region is none", "correct AWS_REGION, or the region of the AWS profile"),
  AWS_THROTTLED(
      "AWS takes no more calls for now",
      "wait, since too many nodes ask at the same time; how long still: nodeready status"),

  // BOOT: the run itself.
  BOOT_ALREADY_RUNNING(
      "another run of nodeready changes this machine",
      "see it with nodeready status, wait for it with nodeready init --wait, or stop it"),
  BOOT_NONE(
      "no boot has been recorded since this machine started",
      "begin one: systemctl restart nodeready; by hand: nodeready init"),
  BOOT_OUT_OF_MEMORY(
      "nodeready itself ran out of memory",
      "raise what limits it (systemctl show -p MemoryMax -p TasksMax nodeready; free -m), or give it a smaller configuration"),
  BOOT_STOPPED(
      "the run was stopped from outside",
      "begin again: systemctl restart nodeready; by hand: nodeready init"),
  BOOT_UNEXPECTED(
      "nodeready met an error of its own",
      "report it with the log and the output of nodeready status -o json"),

  // CLI: the command line.
  CLI_MISTAKE("the command line is wrong", "see nodeready --help"),

  // CONFIG: the NodeConfig and what stands in it.
  CONFIG_BOOTSTRAP_SCRIPT(
      "user data calls the script with which nodes were configured in former times",
      "put a NodeConfig into the user data; its fields: nodeready config explain"),
  CONFIG_CACHE_BROKEN(
      "the cache cannot be read",
      "nothing to do where it can be written: the next run does so (nodeready init); else name another file with --config-cache"),
  CONFIG_CACHE_FOREIGN(
      "the cache was written on another instance",
      "keep the file of --config-cache below /run, or remove it when an image is made"),
  CONFIG_CA_INVALID(
      "the cluster's certificate authority is no base64",
      "give spec.cluster.certificateAuthority as the cluster has it (aws eks describe-cluster), or its PEM in base64 (base64 -w0)"),
  CONFIG_CIDR_INVALID(
      "the cluster's service CIDR is none",
      "give spec.cluster.cidr, such as 10.100.0.0/16 or fd00:1234::/108"),
  CONFIG_ENDPOINT_INVALID(
      "the API server's endpoint is no URL", "give spec.cluster.apiServerEndpoint as https://HOST"),
  CONFIG_FIELD_MISSING(
      "a required field is missing", "add the field; what each is for: nodeready config explain"),
  CONFIG_FIELD_UNKNOWN(
      "a field is not known",
      "correct its name or take it out; all names: nodeready config explain"),
  CONFIG_FLAG_INVALID(
      "a flag of kubelet cannot be written down",
      "give each flag as an entry of its own in spec.kubelet.flags, on one line"),
  CONFIG_GROUP_WRONG(
      "a document is of another API group", "write apiVersion: node.eks.aws/v1alpha1"),
  CONFIG_KEY_DUPLICATE(
      "a key stands twice",
      "take one of them out; whether that was all: nodeready config check -c SOURCE"),
  CONFIG_KIND_WRONG("a document is of another kind", "write kind: NodeConfig"),
  CONFIG_MERGE_FAILED(
      "texts cannot be merged",
      "correct the text that is named; whether it is right: nodeready config check -c SOURCE"),
  CONFIG_MIME_BROKEN(
      "the multipart structure, or the packing of a part, is broken",
      "correct the user data's MIME structure; whether it is right: nodeready config check -c SOURCE"),
  CONFIG_NODECONFIG_UNREAD(
      "a NodeConfig stands in user data as a script, so it is not read",
      "give it as a part of type application/node.eks.aws; whether it is read: nodeready config check -c SOURCE"),
  CONFIG_NONE(
      "no source gives a NodeConfig",
      "put a NodeConfig into the user data or below /etc/eks/nodeadm.d"),
  CONFIG_SCHEME_UNSUPPORTED(
      "a source's URI has a scheme that is not known",
      "write --config-source file:///PATH or imds://user-data"),
  CONFIG_SCRIPT_DOUBTFUL(
      "a script in user data does what has no effect any more",
      "do it by a NodeConfig, or by a file below /etc/eks/nodeadm.d"),
  CONFIG_SOURCE_UNREADABLE(
      "a source cannot be read",
      "see whether the source is there and readable (ls -l), or name another with --config-source"),
  CONFIG_SYNTAX(
      "a document is neither YAML nor JSON",
      "correct the line that is named; whether it is right: nodeready config check -c SOURCE"),
  CONFIG_TEXT_IGNORED(
      "a document is followed by something that is not read",
      "take it out, or make it a document of its own; what is read then: nodeready config dump -c SOURCE"),
  CONFIG_TOO_LARGE(
      "a text is larger than any configuration",
      "name the NodeConfig itself with --config-source: it has a few kilobytes"),
  CONFIG_TYPE_WRONG(
      "a value is of another type",
      "write a value of the type that is named; what each field takes: nodeready config explain"),
  CONFIG_VALUE_INVALID(
      "a value cannot work", "correct the value; what each field takes: nodeready config explain"),
  CONFIG_VERSION_UNKNOWN(
      "a document is of a version that is not known", "write apiVersion: node.eks.aws/v1alpha1"),

  // CONTAINERD: its configuration.
  CONTAINERD_CGROUP_DRIVER_DIFFERS(
      "containerd and kubelet use different cgroup drivers",
      "set SystemdCgroup = true for the runtime in spec.containerd.config, or cgroupDriver in spec.kubelet.config to the same"),
  CONTAINERD_CONFIG_ADDRESS(
      "containerd's configuration leaves it without a socket",
      "set address of the table grpc in spec.containerd.config"),
  CONTAINERD_CONFIG_CRI_DISABLED(
      "containerd's configuration switches CRI off",
      "take cri out of disabled_plugins; what holds: containerd config dump"),
  CONTAINERD_CONFIG_DUMP_FAILED(
      "containerd does not take its configuration",
      "mend the configuration that it complains of; it says so again: containerd config dump"),
  CONTAINERD_CONFIG_FOLDERS(
      "containerd's root and state are one folder",
      "give root and state a folder each in spec.containerd.config"),
  CONTAINERD_CONFIG_INVALID(
      "containerd's configuration is no TOML", "correct the TOML of spec.containerd.config"),
  CONTAINERD_CONFIG_KEY_IGNORED(
      "containerd passes over a key of spec.containerd.config",
      "correct or remove it; what the installed containerd knows: containerd config default"),
  CONTAINERD_CONFIG_MIGRATE_FAILED(
      "containerd cannot migrate the configuration to its schema",
      "write spec.containerd.config in schema 3"),
  CONTAINERD_CONFIG_REGISTRY(
      "containerd's registry settings exclude each other",
      "write mirrors and their TLS settings as hosts.toml below /etc/containerd/certs.d"),
  CONTAINERD_CONFIG_REGISTRY_TLS(
      "containerd does not look at the TLS settings of registry.configs",
      "write them into hosts.toml in a folder for the registry below /etc/containerd/certs.d"),
  CONTAINERD_CONFIG_RUNTIME(
      "containerd's default runtime is none of its runtimes",
      "name a runtime that is configured; those that are: containerd config dump"),
  CONTAINERD_CONFIG_SCHEMA(
      "containerd's configuration is of a schema that cannot be merged",
      "write spec.containerd.config in the schema of the installed containerd"),
  CONTAINERD_DROP_IN_INVALID(
      "a drop-in leaves containerd without CRI, or ends it",
      "correct the file that is named, or take it away; what holds then: containerd config dump"),
  CONTAINERD_DROP_IN_UNREAD(
      "nothing imports a drop-in of containerd's configuration",
      "import it in spec.containerd.config"),
  CONTAINERD_DROP_IN_WITHOUT_EFFECT(
      "a drop-in of containerd's configuration has no effect",
      "correct the file that is named, or take it away; what holds then: containerd config dump"),
  CONTAINERD_HOSTS_BROKEN(
      "a hosts.toml of a registry is broken",
      "correct the hosts.toml that is named; containerd need not be restarted"),
  CONTAINERD_HOSTS_MISNAMED(
      "a file beside a registry's hosts.toml is not read",
      "name it hosts.toml in the registry's folder below /etc/containerd/certs.d"),
  CONTAINERD_METADATA_BROKEN(
      "containerd's database of metadata is broken",
      "move it away and let containerd begin anew, which forgets its images and containers: systemctl stop containerd && mv /var/lib/containerd/io.containerd.metadata.v1.bolt /root/ && systemctl start containerd"),
  CONTAINERD_NAME_RESERVED(
      "containerd keeps the name of a container or sandbox that is gone",
      "remove what is left of it (crictl pods, crictl rmp -f ID), or restart containerd"),
  CONTAINERD_PLUGIN_FAILED(
      "a plugin of containerd that CRI needs did not load",
      "mend what containerd's log says of it: journalctl -u containerd"),
  CONTAINERD_PORT_TAKEN(
      "another program has an address that containerd is to listen on",
      "find that program with ss -tlnp and stop it, or give containerd another address in spec.containerd.config"),
  CONTAINERD_RECOVERING(
      "containerd is still recovering what ran before an unclean stop",
      "wait, since it ends by itself; see how far it is: journalctl -u containerd"),
  CONTAINERD_SANDBOX_IMAGE_OVERRIDDEN(
      "the sandbox image is named twice, differently",
      "name the sandbox image in one place, spec.containerd.config or spec.bootstrap.sandboxImage"),
  CONTAINERD_SNAPSHOTTER_UNUSABLE(
      "the snapshotter that CRI is to use is not there",
      "name one that containerd has loaded (ctr plugins ls) in spec.containerd.config, or start the one that is named"),
  CONTAINERD_VERSION_UNKNOWN(
      "the installed containerd is of a version that is not known",
      "see what it says of itself (containerd --version), and look for a newer nodeready"),

  // CRI: the container runtime, over its socket.
  CRI_ANSWER_TOO_LARGE(
      "the runtime's answer is larger than is reasonable",
      "give the socket of the container runtime with --cri-endpoint"),
  CRI_BACKLOG_FULL(
      "the runtime accepts no connection any more",
      "see whether the runtime is stopped or stuck: journalctl -u containerd"),
  CRI_CRASH_LOOP(
      "the runtime comes and goes",
      "look for the first fatal line in the runtime's log: journalctl -u containerd"),
  CRI_ENDPOINT_INVALID(
      "the CRI endpoint is no address of a socket",
      "give an absolute path such as unix:///run/containerd/containerd.sock"),
  CRI_ERROR(
      "the runtime answered an error of its own",
      "look for that text in the runtime's log: journalctl -u containerd"),
  CRI_EXITED("the runtime ended", "mend what its last lines say: journalctl -u containerd"),
  CRI_FOREIGN(
      "what answers on the socket is no CRI server",
      "give the socket of the container runtime, such as unix:///run/containerd/containerd.sock, with --cri-endpoint"),
  CRI_LOST(
      "the runtime closed the connection",
      "see whether it crashed or was restarted: journalctl -u containerd; and whether this is the socket of its CRI service, or name it with --cri-endpoint"),
  CRI_NOT_A_SOCKET(
      "there is something else where the runtime's socket has to be",
      "give the runtime's socket with --cri-endpoint, or remove the file and restart the runtime"),
  CRI_NOT_INITIALIZED(
      "the runtime answers, but its CRI service is not ready yet",
      "see what its CRI plugin still loads (many old sandboxes or a slow disk take it a while): journalctl -u containerd"),
  CRI_NOT_OURS(
      "another program listens on the socket that the runtime is to be started on",
      "find that program with ss -xlp and stop it, or leave the runtime to it: --supervisor none"),
  CRI_NO_PERMISSION(
      "this user may not open the runtime's socket",
      "run it with sudo, or as a member of the socket's group"),
  CRI_PERMISSION_DENIED(
      "the runtime refused this caller", "run it with sudo, or let the runtime allow this user"),
  CRI_POD_LEFT(
      "a pod could not be removed from the runtime",
      "see what the runtime says of it (journalctl -u containerd), then go on: nodeready reset --yes"),
  CRI_REFUSED(
      "nobody listens on the runtime's socket",
      "see which sockets have a listener (ss -xlp), and why the runtime does not listen there: journalctl -u containerd"),
  CRI_RUNTIME_NOT_READY(
      "the runtime says of itself that it is not ready",
      "look for that reason in the runtime's log: journalctl -u containerd"),
  CRI_SILENT(
      "the runtime accepts connections and does not answer",
      "see whether the runtime is stopped, stuck or starved of CPU or disk: journalctl -u containerd"),
  CRI_SOCKET_ABSENT(
      "the runtime's socket is not there",
      "see whether the runtime is started (journalctl -u containerd) and listens at this address, or name it with --cri-endpoint"),
  CRI_SOCKET_DANGLING(
      "the runtime's socket is a link to nothing",
      "see why the runtime does not listen there: journalctl -u containerd; or name its socket with --cri-endpoint"),
  CRI_SOCKET_IS_FOLDER(
      "there is a folder where the runtime's socket has to be",
      "remove the folder (a bind mount of a socket that was not there makes one) and restart the runtime, or name its socket with --cri-endpoint"),
  CRI_SOCKET_UNTRUSTED(
      "others than root could listen on the runtime's socket, so it is given no credentials",
      "have the socket and the folders above it belong to root, writable by nobody else: namei -l on its path shows whose they are; or name the right one with --cri-endpoint"),
  CRI_UNIMPLEMENTED(
      "what answers on the socket offers no CRI",
      "see why its CRI plugin did not load: journalctl -u containerd; and take \"cri\" out of disabled_plugins in its configuration"),
  CRI_UNIT_CONDITION(
      "systemd does not start the runtime, since a condition does not hold",
      "see which: systemctl status containerd"),
  CRI_UNIT_DEPENDENCY(
      "systemd does not start the runtime, since a unit that it requires failed",
      "see which: systemctl list-dependencies --all containerd"),
  CRI_UNIT_FAILED(
      "the runtime's unit has failed or ended",
      "mend what its last lines say: journalctl -u containerd"),
  CRI_UNIT_FOREIGN(
      "containerd's unit starts it with another file than nodeready writes",
      "take --config out of its ExecStart, or out of the drop-in that sets it: systemctl cat containerd"),
  CRI_UNIT_MASKED("the runtime's unit is masked", "systemctl unmask containerd"),
  CRI_UNIT_MISSING(
      "the runtime's unit is not there",
      "install containerd, such as by apt-get install containerd"),

  // HOST: the machine.
  HOST_BUDGET_SPENT(
      "what was waited for took longer than the budget",
      "see what it waits for with nodeready status, or give it more time with --budget"),
  HOST_CLOCK_UNSYNCED(
      "a time service runs and has not set this machine's clock yet",
      "see what it waits for: timedatectl status; chronyc sources"),
  HOST_CLOCK_WRONG(
      "this machine's clock is not the cluster's", "set it by a time service: timedatectl status"),
  HOST_CLOUD_INIT_PENDING(
      "cloud-init has not run its last stage yet", "see what it does: cloud-init status --long"),
  HOST_CNI_ABSENT(
      "no pod network is configured",
      "see whether the pods of the network plugin run on this node: crictl ps; ls -l /etc/cni/net.d"),
  HOST_CNI_BROKEN(
      "the configuration of the pod network cannot be read",
      "correct the file that is named below /etc/cni/net.d, or take it away"),
  HOST_CNI_MISNAMED(
      "a file in the folder of the pod network has a name that is not read",
      "give the file below /etc/cni/net.d a name that ends with .conflist or .conf"),
  HOST_CNI_UNSEEN(
      "the pod network is configured, and the runtime has not taken note of it",
      "have containerd read it again: systemctl restart containerd"),
  HOST_COMMAND_MISSING("a program is not installed", "install the program or put it on the PATH"),
  HOST_COMMAND_NOT_STARTED(
      "a program that is there cannot be started",
      "see its mode, and whether memory or processes are short: ls -l PROGRAM; free -m; journalctl"
          + " -k"),
  HOST_COMMAND_TIMEOUT(
      "a program did not end in time", "run COMMAND by hand to see what it waits for"),
  HOST_CPU_UNKNOWN(
      "the number of CPUs cannot be told",
      "set kubeReserved.cpu in spec.kubelet.config; until then none is reserved"),
  HOST_DISKS_ARRAY_INCOMPLETE(
      "an array lacks disks that it cannot do without",
      "look for the others (cat /proc/mdstat, lsblk); if what it held may go, wipe them and have it made anew: wipefs -a DISKS"),
  HOST_DISKS_COPY_FAILED(
      "a folder could not be copied to its disk, and stays where it is",
      "mend what the copy says (journalctl -u nodeready-disks, df -h); the next run begins it anew, and nothing is lost"),
  HOST_DISKS_DAEMON(
      "a daemon that uses a folder does not stay stopped while that moves, or does not start again",
      "see why: systemctl status containerd kubelet soci-snapshotter"),
  HOST_DISKS_FOREIGN(
      "a disk carries something that nodeready did not put there, so it is left alone",
      "if what is on it may go, wipe it (for disk in DISKS; do blkdiscard -f -z $disk; done); else take spec.instance.localStorage out of the NodeConfig"),
  HOST_DISKS_IN_USE(
      "a folder is in use and cannot be moved to its disk",
      "reboot the machine before pods run on it: systemctl reboot"),
  HOST_DISKS_MISSING(
      "fewer instance-store disks came up than the machine has",
      "see which: ls -l /dev/disk/by-id; nvme list; journalctl -k --grep nvme"),
  HOST_DISKS_MOUNT_FAILED(
      "a disk or folder could not be mounted",
      "see why: systemctl status UNIT; journalctl -u UNIT"),
  HOST_DISKS_NO_ROOM(
      "a folder holds more than the disk has room for",
      "leave it out (spec.instance.localStorage.disabledMounts, or mountTargets of its volume), or take larger disks: lsblk"),
  HOST_DISKS_PLACE_TAKEN(
      "something else is mounted where a disk is to be",
      "name another folder in spec.instance.localStorage.mountPath, or see what is there: findmnt"),
  HOST_DISKS_STALLED(
      "a copy to a disk came to a halt",
      "see what the kernel says of the disk: journalctl -k; the next run begins the copy anew"),
  HOST_DISKS_TOOL_FAILED("a tool for disks failed", "run COMMAND by hand to see why"),
  HOST_DISKS_TOO_FEW(
      "there are fewer disks than the strategy takes",
      "set spec.instance.localStorage.strategy to RAID0, or take an instance type with more disks"),
  HOST_DISK_FULL("a file system is full", "make room, or give the node a larger disk: df -h"),
  HOST_DISK_LOW(
      "a file system has less room than kubelet keeps free",
      "make room before kubelet evicts pods: df -h"),
  HOST_ENTROPY_LOW(
      "the kernel's random numbers may not be ready",
      "give the machine a source of them, such as virtio-rng or haveged: journalctl -k --grep \"crng init\""),
  HOST_FILE_DRIFTED(
      "a file of the node is not as nodeready wrote it",
      "see what differs (nodeready plan --against-live), then have it written again (systemctl reload nodeready), or say it in the NodeConfig"),
  HOST_IDENTITY_LEFT(
      "an image carries what makes one machine that machine, so that all of its machines are the same one",
      "take it out before the image is made: nodeready clean"),
  HOST_INODES_SPENT(
      "a file system has no inodes left", "remove what made so many small files: df -i"),
  HOST_INOTIFY_SPENT(
      "no more folders can be watched", "raise it: sysctl -w fs.inotify.max_user_instances=8192"),
  HOST_INTERFACE_ABSENT(
      "a network interface is not there", "see which interfaces there are: ip link"),
  HOST_INTERFACE_NAME("that is no name of a network interface", "name it: --interface ens5"),
  HOST_INTERFACE_PENDING(
      "it is not decided yet who manages a network interface",
      "see what the network helper waits for: journalctl -b -u \"udev-net-manager@*\""),
  HOST_INTERFACE_WITHOUT_ADDRESS(
      "no network interface has an address",
      "see why DHCP gave none: networkctl status --all; ip addr"),
  HOST_JOINED(
      "this machine is a node of a cluster",
      "do it where an image is built, or take this machine out of its cluster first: nodeready reset"),
  HOST_KERNEL_MODULE_MISSING(
      "the kernel has not got a module that the configuration needs, or is told not to load it",
      "install the kernel's modules, or take the line out of /etc/modprobe.d: grep -r MODULE /etc/modprobe.d"),
  HOST_LINKS_PENDING(
      "systemd is not done with the network interfaces",
      "see what systemd makes of it: networkctl status --all"),
  HOST_LOCALHOST_UNRESOLVED(
      "localhost does not lead to this machine", "add the line 127.0.0.1 localhost to /etc/hosts"),
  HOST_LOCAL_DISKS_FAILED(
      "the instance-store disks could not be set up",
      "run COMMAND by hand; raid10 needs four disks at least"),
  HOST_LOCK_FAILED(
      "the lock of nodeready cannot be taken",
      "see whether its file system is read-only (findmnt -T FOLDER -o TARGET,OPTIONS,AVAIL), or choose a writable folder with --root"),
  HOST_LOOKUP_FAILED(
      "the API server's name does not resolve",
      "check the name servers (/etc/resolv.conf) and the link to the Outpost"),
  HOST_MEMORY_SHORT(
      "hardly any memory is left",
      "see what takes it (/proc/meminfo, top), or take a bigger machine"),
  HOST_MOUNT_MISSING(
      "a disk or folder that a unit mounts at each boot is not mounted",
      "see why: systemctl status UNIT; which disks there are: lsblk -f"),
  HOST_MOUNT_OTHER(
      "another file system is mounted than the unit of that folder names",
      "see what was mounted over it, and unmount that: systemctl status UNIT; findmnt"),
  HOST_NOT_ROOT(
      "nodeready does not run as root", "run it with sudo, or on a scratch folder with --root"),
  HOST_OUTPUT_LOST(
      "standard output does not take the result",
      "make room where it leads (df -h), or let it lead elsewhere"),
  HOST_OUT_OF_MEMORY(
      "the kernel ended a daemon since memory had run out",
      "see what took it (journalctl -k --grep \"Out of memory\"), and reserve more in spec.kubelet.config"),
  HOST_PROGRAM_NOT_EXECUTABLE(
      "systemd cannot execute the program of a unit",
      "see the program and its mode: systemctl cat UNIT; ls -l PROGRAM"),
  HOST_RAID_DEGRADED("an array of disks lacks a member", "see which: cat /proc/mdstat"),
  HOST_RAID_REBUILDING(
      "an array copies to a member that it lacked, or is being built",
      "wait for its end: cat /proc/mdstat"),
  HOST_READ_FAILED(
      "a file cannot be read", "see what the kernel says of the file system: journalctl -k"),
  HOST_READ_ONLY(
      "a file system that the node writes to is read-only",
      "see which it is (findmnt -lO ro) and why the kernel took it for broken (journalctl -k), then repair it, or mount it writable: mount -o remount,rw"),
  HOST_ROOT_NOT_PRIVATE(
      "daemons cannot be given a folder in place of the machine's own",
      "run as root where mounting is allowed, or say --supervisor none and start the daemons yourself"),
  HOST_ROUTE_ABSENT(
      "no route leads to where the node has to go",
      "see the routes (ip route), and what should have brought one: networkctl status --all"),
  HOST_SELINUX_LABEL(
      "SELinux does not let systemd execute a program, since its label is wrong",
      "give it the right label: restorecon -v PROGRAM"),
  HOST_STATUS_UNREADABLE(
      "the status file cannot be read",
      "see the file and its folder: ls -l /run/nodeready; the next run writes it anew: nodeready init"),
  HOST_SYSCTL_UNFIT(
      "a setting of the kernel keeps pods from each other",
      "take it out of its file, or write NAME = VALUE into one that comes behind it in /etc/sysctl.d"),
  HOST_TIME_SYNC_ABSENT(
      "nothing sets the clock of the machines of an image",
      "install and enable a time service: systemctl enable chronyd, or systemd-timesyncd"),
  HOST_VERSION_FILE_WRONG(
      "a file tells of another version than the one that is installed, and nodeready goes by the file",
      "remove it, or write what PROGRAM --version says: rm FILE"),
  HOST_VOLUMES_NOT_SET_UP(
      "a folder does not lie on the volume that the configuration names for it",
      "have it moved with all that it holds, before pods run: nodeready disks none --volume ORDER"),
  HOST_VOLUME_FOREIGN(
      "a volume carries something that is no file system of its own, or serves others, so it is left alone",
      "if what is on it may go, wipe it: blkdiscard -f -z DEVICE; a file system (xfs or ext4) that is mounted elsewhere is used once it is not: umount DEVICE; else take it out of spec.instance.storage.volumes"),
  HOST_VOLUME_MISSING(
      "a volume is not attached",
      "attach it, or mend its name in spec.instance.storage.volumes; which disks there are: lsblk -o NAME,SIZE,MODEL,SERIAL; ls -l /dev/disk/by-id"),
  HOST_VOLUME_UNUSABLE(
      "a volume cannot be set up as the configuration has it",
      "mend spec.instance.storage.volumes: nodeready config check"),
  HOST_WATCH_FAILED(
      "a folder cannot be watched", "raise it: sysctl -w fs.inotify.max_user_instances=1024"),
  HOST_WRITE_FAILED(
      "a file cannot be written",
      "see whether its file system is full or read-only: findmnt -T FOLDER -o TARGET,OPTIONS,AVAIL"),

  // IMAGE: the sandbox image.
  IMAGE_ARCHIVE_ABSENT(
      "no archive brings the sandbox image back, should the store lose it",
      "save it where a boot looks: nodeready image save"),
  IMAGE_ARCHIVE_BROKEN(
      "an archive of images cannot be imported",
      "make the archive of spec.bootstrap.archives anew, with all layers and for this architecture"),
  IMAGE_ARCHIVE_DIFFERS(
      "an archive has another image than the store under the same name",
      "save the one that the store has (nodeready image save), or load that of the archive: nodeready image load"),
  IMAGE_ARCHIVE_NAMES(
      "an archive does not hold an image of that name",
      "name the image in the archive as the sandbox image is configured, or the other way round with spec.bootstrap.sandboxImage"),
  IMAGE_COLLECTED(
      "kubelet has removed the sandbox image to make room",
      "pull it again and pin it: nodeready init --only sandbox-image,pin-image; and give the node a larger disk"),
  IMAGE_CUT_OFF(
      "what arrived was not the whole image",
      "look for a proxy (HTTPS_PROXY) or a mirror (hosts.toml below /etc/containerd/certs.d) that cuts answers short"),
  IMAGE_DISK_FULL(
      "there is no room for the image", "make room, or give the node a larger disk: df -h"),
  IMAGE_FORBIDDEN(
      "the registry refuses this node",
      "give the node's role ecr:BatchGetImage and ecr:GetDownloadUrlForLayer, and check the repository's policy and the account in the name"),
  IMAGE_FORMAT_UNSUPPORTED(
      "the image is of a format that this runtime does not take",
      "rebuild the image as an OCI image, or copy it with a tool that converts it, such as skopeo copy --format oci"),
  IMAGE_IN_OTHER_NAMESPACE(
      "the sandbox image lies in a namespace that CRI does not use",
      "bring it where CRI looks: ctr -n NAMESPACE images export - IMAGE | ctr -n k8s.io images import -"),
  IMAGE_LAYERS_DISCARDED(
      "containerd has the image's layers unpacked alone, and an archive needs them packed",
      "use the archive that it came from (nodeready bake --archive ARCHIVE), or save it where its registry is reached"),
  IMAGE_LEFT_NOTHING(
      "the runtime said that it had pulled the image, and has none",
      "look for what became of the image: journalctl -u containerd"),
  IMAGE_LOCAL_ABSENT(
      "the image is named localhost/…, and nothing on this machine has it",
      "bring its archive along with the machine image and name it in spec.bootstrap.archives, or set spec.bootstrap.sandboxImage to one that a registry has"),
  IMAGE_MIRROR_DEAD(
      "a mirror of the registry does not answer",
      "take the mirror out of hosts.toml below /etc/containerd/certs.d, or bring it back"),
  IMAGE_NOT_BAKED(
      "an image has neither the sandbox image nor an archive of it",
      "pull it while the image is made (ctr -n k8s.io images pull IMAGE), or put its archive at /etc/eks/pause.tar"),
  IMAGE_NOT_FOUND(
      "the registry has no such image",
      "check name, tag and registry of the sandbox image, such as in spec.bootstrap.sandboxImage"),
  IMAGE_NOT_PINNED(
      "the sandbox image may be collected as garbage",
      "pin it: ctr -n k8s.io images label IMAGE io.cri-containerd.pinned=pinned"),
  IMAGE_NOT_STORED(
      "containerd does not have the sandbox image",
      "bring its archive (nodeready image load ARCHIVE), or have it pulled: nodeready bake"),
  IMAGE_NOT_UNPACKED(
      "the sandbox image is not unpacked for the snapshotter that CRI uses",
      "import it anew for that one: nodeready init --only sandbox-image"),
  IMAGE_PULL_FAILED(
      "the runtime could not pull the image",
      "look for that text in the runtime's log: journalctl -u containerd"),
  IMAGE_PULL_STALLED(
      "a pull stood still",
      "check what stands between this node and the registry, or allow longer pauses with spec.bootstrap.pullStall"),
  IMAGE_PULL_TIMEOUT(
      "a pull took too long",
      "check how fast the registry answers from this node, or allow a pull more time with spec.bootstrap.pullTimeout"),
  IMAGE_RATE_LIMITED(
      "the registry takes no more requests for now",
      "name a registry nearer to the node in spec.bootstrap.sandboxImage, or bake the image into the machine image and name its archive in spec.bootstrap.archives"),
  IMAGE_REFERENCE_INVALID(
      "that is no name of an image",
      "correct the sandbox image, such as in spec.bootstrap.sandboxImage"),
  IMAGE_REFERENCE_UNKNOWN(
      "nothing tells which sandbox image the runtime uses",
      "set spec.bootstrap.sandboxImage, or the sandbox image in containerd's configuration"),
  IMAGE_REGISTRY_ERROR(
      "the registry had an error of its own",
      "wait, or name another registry in spec.bootstrap.sandboxImage"),
  IMAGE_REGISTRY_PAGE(
      "something answers with a page in the registry's place",
      "see what answers: curl -sSIL https://REGISTRY/v2/, and check the mirrors in hosts.toml and containerd's HTTPS_PROXY and NO_PROXY"),
  IMAGE_REGISTRY_PLAIN_HTTP(
      "the registry speaks HTTP where HTTPS is asked for",
      "let it speak HTTPS, or write [host.\"http://REGISTRY\"] into hosts.toml in the folder REGISTRY below the registry's config_path, by default /etc/containerd/certs.d"),
  IMAGE_REGISTRY_UNKNOWN_HOST(
      "the registry's name does not resolve",
      "check the name, and the node's name servers in /etc/resolv.conf"),
  IMAGE_REGISTRY_UNREACHABLE(
      "the registry cannot be reached",
      "check routes (ip route), security groups and endpoints between the node and the registry"),
  IMAGE_SANDBOX_FAILED(
      "the runtime starts no pod sandbox with the sandbox image that it has",
      "do as its words say, then look again: nodeready verify-image"),
  IMAGE_TLS(
      "the registry's certificate was not accepted",
      "check the machine's clock (timedatectl status) and that the registry's authority is among the trusted ones"),
  IMAGE_TOOL_FAILED("a tool for images failed", "run COMMAND by hand to see more"),
  IMAGE_UNAUTHORIZED(
      "the registry did not accept the credentials",
      "check that the node's role may call ecr:GetAuthorizationToken and that the clock is right: timedatectl status"),
  IMAGE_UNDER_OTHER_NAME(
      "the sandbox image is stored under another name than the configured one",
      "give it the configured name too: ctr -n k8s.io images tag STORED WANTED"),
  IMAGE_WRONG_PLATFORM(
      "the image is not made for this machine",
      "set spec.bootstrap.sandboxImage to an image that is made for this architecture"),

  // JOIN: the cluster.
  JOIN_API_ERROR(
      "the API server answered with an error, or with something that is no answer of it",
      "see whether an API server of Kubernetes answers there, and its log: curl -kv SERVER/readyz?verbose"),
  JOIN_API_REFUSED(
      "nobody listens at the API server's address",
      "see whether the API server runs there, and check spec.cluster.apiServerEndpoint: curl -kv SERVER/readyz"),
  JOIN_API_SILENT(
      "the API server does not answer",
      "check routes, security groups and firewalls on the way: curl -kv SERVER/readyz"),
  JOIN_API_UNRESOLVED(
      "the API server's name does not resolve",
      "check spec.cluster.apiServerEndpoint and this node's name servers: getent hosts HOST"),
  JOIN_CA_WRONG(
      "the API server's certificate is not of the cluster's authority",
      "give the cluster's own authority in spec.cluster.certificateAuthority; what FILE holds: openssl x509 -noout -subject -fingerprint -sha256 -in FILE"),
  JOIN_CERTIFICATE_EXPIRED(
      "the API server's certificate has expired",
      "renew it, or set this node's clock: timedatectl status"),
  JOIN_CERTIFICATE_NAME(
      "the API server's certificate is for another name",
      "give spec.cluster.apiServerEndpoint with a name of the certificate, or issue one with this name"),
  JOIN_CERTIFICATE_NOT_YET_VALID(
      "the API server's certificate is not valid yet",
      "set this node's clock (timedatectl status), or wait for the certificate's time"),
  JOIN_CLIENT_CERTIFICATE_ENDING(
      "kubelet's client certificate ends, and has not been renewed",
      "see why it is not renewed: journalctl -u kubelet, kubectl get csr"),
  JOIN_CLIENT_CERTIFICATE_EXPIRED(
      "kubelet's client certificate has ended",
      "have kubelet ask for another with a bootstrap token or kubeconfig: systemctl restart nodeready"),
  JOIN_CREDENTIAL_PLUGIN("the credential plugin of the kubeconfig failed", "run COMMAND by hand"),
  JOIN_CSR_ABSENT(
      "kubelet has not asked for a client certificate", "see its log: journalctl -u kubelet"),
  JOIN_CSR_DENIED(
      "the cluster refused kubelet a client certificate",
      "see who denied it and why: kubectl describe csr"),
  JOIN_CSR_PENDING(
      "kubelet's client certificate is not issued yet",
      "approve the request, and see whether the signer runs: kubectl get csr"),
  JOIN_FORBIDDEN(
      "the node may not read what it has to",
      "give this user the groups and rights of a node (group system:nodes): kubectl auth can-i get nodes --as USER"),
  JOIN_IDENTITY_OF_ANOTHER_NODE(
      "these credentials are another node's",
      "give this node credentials of its own in spec.bootstrap.credentials"),
  JOIN_KUBECONFIG(
      "kubelet's kubeconfig cannot be used",
      "see the file, and what kubelet says of it: journalctl -u kubelet"),
  JOIN_KUBELET_UNKNOWN(
      "kubelet's environment file cannot be read",
      "write kubelet's files first: systemctl restart nodeready; by hand: nodeready init"),
  JOIN_NODE_DELETED(
      "the Node of this machine was deleted",
      "have kubelet register it again (systemctl restart kubelet), or take this machine out of the cluster: nodeready reset"),
  JOIN_NODE_NAME_TAKEN(
      "another machine has this node's name",
      "give one of the two another name (spec.bootstrap.nodeName)"),
  JOIN_NOT_READY(
      "the node has registered and is not Ready",
      "see what its condition says: kubectl describe node"),
  JOIN_NOT_REGISTERED("kubelet has not registered the node", "see its log: journalctl -u kubelet"),
  JOIN_PROXY(
      "a proxy did not let a call to the API server pass",
      "correct the proxy in spec.instance.environment, or name the API server in its NO_PROXY"),
  JOIN_THROTTLED(
      "the API server takes no more calls for now",
      "see the API server's flow control: kubectl get --raw /debug/api_priority_and_fairness/dump_priority_levels"),
  JOIN_TOKEN_EXPIRED(
      "the cluster does not take the bootstrap token",
      "make another (kubeadm token create) and put it into FILE, or look at this one: kubectl -n kube-system get secret bootstrap-token-ID"),
  JOIN_UNAUTHORIZED(
      "the cluster does not know this node's credentials",
      "make the cluster know this node's credentials (on EKS an access entry or aws-auth for the node's role), or see who they are of: journalctl -u kubelet"),
  JOIN_WEBHOOK(
      "a webhook of the cluster keeps the node from registering",
      "mend or remove the webhook: kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations"),

  // KUBELET.
  KUBELET_CGROUP_V1(
      "kubelet ends on cgroup v1",
      "boot the machine with cgroup v2: systemd.unified_cgroup_hierarchy=1 on the kernel's command line (see /proc/cmdline)"),
  KUBELET_CONFIG_REFUSED(
      "kubelet refuses its configuration",
      "correct the field that it names in spec.kubelet.config"),
  KUBELET_CRASH_LOOP(
      "kubelet falls over again and again", "mend what its last lines say: journalctl -u kubelet"),
  KUBELET_CREDENTIAL_PROVIDER_MISSING(
      "kubelet's image credential provider is not installed",
      "install ecr-credential-provider there, or name its place in ECR_CREDENTIAL_PROVIDER_BIN_PATH"),
  KUBELET_CREDENTIAL_PROVIDER_NOT_EXECUTABLE(
      "kubelet's image credential provider cannot be executed",
      "make it executable: chmod 755 FILE"),
  KUBELET_DROP_IN_BROKEN(
      "kubelet ends at a file of its folder of drop-ins",
      "correct the file in /etc/kubernetes/kubelet/config.json.d that is named, or take it away"),
  KUBELET_EXITED("kubelet ended", "mend what its last lines say: journalctl -u kubelet"),
  KUBELET_FILE_MISSING(
      "kubelet lacks a file that it has to read",
      "write kubelet's files again: systemctl restart nodeready; and see which it misses: journalctl -u kubelet"),
  KUBELET_FILE_MODE(
      "a file of kubelet has a mode that keeps it from being read, or lets others read it",
      "set it right: chmod u=rwX,go= FILE"),
  KUBELET_FLAG_UNKNOWN(
      "kubelet does not know a flag that it is given",
      "take the flag out of spec.kubelet.flags; kubelet --help lists what it knows"),
  KUBELET_LABEL_FORBIDDEN(
      "kubelet may not give its node such a label",
      "take it out of node-labels in spec.kubelet.flags, and set it from outside: kubectl label node NODE LABEL"),
  KUBELET_MAX_PODS_EXPRESSION_IGNORED(
      "maxPodsExpression cannot be evaluated", "correct it, or set maxPods in spec.kubelet.config"),
  KUBELET_MAX_PODS_TOO_HIGH(
      "so many pods would take all memory",
      "lower maxPods in spec.kubelet.config, or take a bigger instance type"),
  KUBELET_MOUNT_LEFT(
      "a volume of a pod is still mounted",
      "see what is mounted (findmnt -R FOLDER), then go on: nodeready reset --yes"),
  KUBELET_NODE_IP_UNKNOWN(
      "nothing tells this node's address",
      "check the subnet's address family against spec.cluster.cidr"),
  KUBELET_NODE_NAME_UNKNOWN(
      "nothing tells this node's name",
      "turn on the feature gate InstanceIdNodeName or set spec.bootstrap.nodeName"),
  KUBELET_NOT_LISTENING(
      "nobody answers at kubelet's health address", "see its log: journalctl -u kubelet"),
  KUBELET_NOT_OURS(
      "another program answers where the kubelet that is to be started tells its health",
      "find that program with ss -tlp and stop it, or set healthzPort in spec.kubelet.config to a free one"),
  KUBELET_PORT_TAKEN(
      "another program has a port that kubelet is to listen on",
      "find that program with ss -tlnp and stop it, or name another port in spec.kubelet.config"),
  KUBELET_RESERVED_TOO_MUCH(
      "kubelet ends where more is reserved than the machine has",
      "lower kubeReserved, systemReserved, evictionHard or maxPods in spec.kubelet.config"),
  KUBELET_SANDBOX(
      "kubelet cannot start pods' sandboxes",
      "see what the runtime says of them: journalctl -u containerd"),
  KUBELET_SILENT(
      "kubelet accepts connections and does not answer", "see its log: journalctl -u kubelet"),
  KUBELET_STATE_OF_OTHER_POLICY(
      "kubelet ends at a state file of another policy",
      "remove the file in /var/lib/kubelet that is named, with kubelet stopped: systemctl stop kubelet"),
  KUBELET_SWAP_ON(
      "swap is on, and kubelet ends where it is",
      "switch it off: swapoff -a; or allow it with failSwapOn in spec.kubelet.config"),
  KUBELET_SYSCTL_DIFFERS(
      "kubelet ends at a kernel setting that differs from its own",
      "set it as kubelet wants it, or protectKernelDefaults: false in spec.kubelet.config"),
  KUBELET_TAINT_INVALID(
      "kubelet does not take a taint that it is to register with",
      "write it as KEY=VALUE:EFFECT in spec.kubelet.flags, with the effect NoSchedule, PreferNoSchedule or NoExecute"),
  KUBELET_UNHEALTHY(
      "kubelet says of itself that it is not healthy", "see its log: journalctl -u kubelet"),
  KUBELET_UNIT_CONDITION(
      "systemd does not start kubelet, since a condition does not hold",
      "see which: systemctl status kubelet"),
  KUBELET_UNIT_DEPENDENCY(
      "systemd does not start kubelet, since a unit that it requires failed",
      "see which: systemctl list-dependencies --all kubelet"),
  KUBELET_UNIT_FAILED(
      "kubelet's unit has failed or ended", "mend what its last lines say: journalctl -u kubelet"),
  KUBELET_UNIT_FOREIGN(
      "kubelet's unit does not start it with the flags that nodeready writes",
      "write EnvironmentFile=/etc/eks/kubelet/environment and ExecStart=/usr/bin/kubelet $NODEADM_KUBELET_ARGS into it, and remove drop-ins that set another one: systemctl cat kubelet"),
  KUBELET_UNIT_MASKED("kubelet's unit is masked", "systemctl unmask kubelet"),
  KUBELET_UNIT_MISSING(
      "kubelet's unit is not there",
      "install kubelet with a unit for systemd: systemctl cat kubelet"),
  KUBELET_UNSTEADY(
      "kubelet is healthy, but not for long enough to believe it",
      "see its log: journalctl -u kubelet"),
  KUBELET_VERSION_UNKNOWN(
      "kubelet's version cannot be told",
      "write it into /etc/eks/kubelet-version.txt; until then nothing is set that needs 1.30 or newer"),

  // PLAN, REHEARSAL, SYSTEMD: what a boot stands on.
  PLAN_UNKNOWN_STEP("no phase or step has that name", "see the names: nodeready init --help"),
  REHEARSAL_INCOMPLETE(
      "a part of the boot was not rehearsed",
      "install kubelet on the PATH, or rehearse without --require kubelet"),
  REHEARSAL_IMPOSSIBLE(
      "this machine cannot rehearse a boot",
      "run it with sudo on a machine that has containerd and runc, such as by apt-get install containerd runc"),
  SYSTEMD_ENABLE_FAILED(
      "units could not be enabled or put aside",
      "see why: systemctl status nodeready.service, and whether /etc is writable"),
  SYSTEMD_ORDER_CYCLE(
      "units are ordered in a circle, and systemd leaves one of them out",
      "take one After= or Before= of them away: systemctl cat UNIT"),
  SYSTEMD_OTHER_AGENT(
      "another agent makes a node of the machine as well",
      "keep it from starting: systemctl disable UNIT, or remove the file"),
  SYSTEMD_REFUSED(
      "systemd refused what it was asked", "see what it says of it: journalctl _PID=1 -n 50"),
  SYSTEMD_RESTART_FAILED(
      "a unit did not come up again", "see what systemd says of the unit: systemctl status UNIT"),
  SYSTEMD_STARTED_EARLY(
      "kubelet starts by itself, before its files are written",
      "leave its start to nodeready: systemctl disable kubelet"),
  SYSTEMD_STOP_FAILED("a unit did not stop", "see what keeps it: systemctl status UNIT"),
  SYSTEMD_UNIT_INVALID(
      "systemd finds something wrong in a unit",
      "mend what it says, in one of the files that this shows: systemctl cat UNIT"),
  SYSTEMD_UNIT_MASKED("a unit that a boot needs is masked", "systemctl unmask UNIT"),
  SYSTEMD_UNIT_MISSING(
      "a unit that a boot needs is not there",
      "install the whole package again, such as by apt-get install --reinstall ./nodeready_*_amd64.deb"),
  SYSTEMD_UNIT_NOT_ENABLED("nothing starts nodeready at boot", "systemctl enable nodeready"),
  SYSTEMD_UNIT_SHADOWED(
      "a file in /etc hides the unit of the package",
      "move it away, or make a drop-in of what is to differ: systemctl edit UNIT"),
  SYSTEMD_UNREACHABLE(
      "systemd does not answer",
      "run it with sudo on a machine that systemd has booted, or choose another --supervisor");

  private final String meaning;
  private final String remedy;

  Code(String meaning, String remedy) {
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** The one of a name, as a file of another version may have it; empty where there is none. */
  public static Optional<Code> named(String name) {
    return Stream.of(values()).filter(code -> code.name().equals(name)).findFirst();
  }

  /** All of an area, such as {@code CRI}. */
  public static Set<Code> ofArea(String area) {
    Set<Code> codes = EnumSet.allOf(Code.class);
    codes.removeIf(code -> !code.area().equals(area));
    return codes;
  }

  /** The first word, such as {@code CRI}. */
  public String area() {
    return name().substring(0, name().indexOf('_'));
  }

  /** Whether it is of an area, or is this code. */
  public boolean isOf(String areaOrCode) {
    return area().equals(areaOrCode) || name().equals(areaOrCode);
  }

  /** What is wrong, in general. */
  public String meaning() {
    return meaning;
  }

  /** The same remedy where no unit runs the boot, as below a scratch root. */
  public static String byHand(String remedy) {
    return remedy.replace("systemctl restart nodeready; by hand: ", "");
  }

  /** What to do about it, as an imperative; words in capitals stand for what a failure names. */
  public String remedy() {
    return remedy;
  }

  /**
   * The same with the names of one failure.
   *
   * @param named word in capitals and what it stands for, in turns
   */
  public String remedy(String... named) {
    String text = remedy;
    for (int at = 0; at < named.length; at += 2) {
      text = text.replaceAll("\\b" + named[at] + "\\b", Matcher.quoteReplacement(named[at + 1]));
    }
    return text;
  }
}
