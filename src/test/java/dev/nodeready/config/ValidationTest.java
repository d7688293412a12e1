package dev.nodeready.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cluster: {cidr: 10.100.0.0}                               | ERROR   | spec.cluster.cidr | no prefix length
          cluster: {cidr: 10.100.0.0/29}                            | STRICT  | spec.cluster.cidr | tenth address
          cluster: {cidr: 10.100.0/16}                              | ERROR   | spec.cluster.cidr | IP address
          cluster: {cidr: 10.100.0.0/33}                            | ERROR   | spec.cluster.cidr | 0 to 32
          cluster: {cidr: 'fd00:1234::/129'}                        | ERROR   | spec.cluster.cidr | 0 to 128
          cluster: {cidr: 010.100.0.0/16}                           | ERROR   | spec.cluster.cidr | IP address
          cluster: {apiServerEndpoint: 'https://a b'}               | ERROR   | spec.cluster.apiServerEndpoint | no URL
          cluster: {apiServerEndpoint: 'ftp://example.com'}         | ERROR   | spec.cluster.apiServerEndpoint | scheme
          cluster: {apiServerEndpoint: example.com}                 | WARNING | spec.cluster.apiServerEndpoint | no scheme
          cluster: {certificateAuthority: c29tZSB0ZXh0}             | WARNING | spec.cluster.certificateAuthority | no certificate
          cluster: {certificateAuthority: '%%%'}                    | ERROR   | spec.cluster.certificateAuthority | no base64
          cluster: {certificateAuthority: '-----BEGIN CERTIFICATE'} | ERROR   | spec.cluster.certificateAuthority | PEM itself
          cluster: {enableOutpost: true}                            | ERROR   | spec.cluster.id | joined by its id
          containerd: {config: 'a = = 1'}                           | ERROR   | spec.containerd.config | line 1
          containerd: {config: "\\f"}                               | ERROR   | spec.containerd.config | a key is missing
          containerd: {config: 'disabled_plugins = ["cri"]'}        | ERROR   | spec.containerd.config | write io.containerd.grpc.v1.cri
          containerd: {config: 'required_plugins = ["bolt"]'}       | ERROR   | spec.containerd.config | io.containerd.metadata.v1.bolt
          containerd: {config: 'version = "3"'}                     | ERROR   | spec.containerd.config | version is a number
          containerd: {config: 'version = 2.0'}                     | ERROR   | spec.containerd.config | version is a number
          containerd: {config: 'version = [2]'}                     | ERROR   | spec.containerd.config | version is a number
          containerd: {config: "version = 1\\n[plugins.cri]"}        | STRICT  | spec.containerd.config | as in schema 1
          containerd: {config: '[plugins.cri.containerd]'}          | ERROR   | spec.containerd.config | io.containerd.cri.v1.runtime
          containerd: {config: '[plugins.linux]'}                   | ERROR   | spec.containerd.config | io.containerd.runtime.v1.linux
          containerd: {config: '[plugins."containerd.runtime.v1.linux"]'} | ERROR | spec.containerd.config | write io.containerd.runtime.v1.linux
          containerd: {config: '[plugins."containerd.grpc.v1.cri"]'} | ERROR  | spec.containerd.config | write io.containerd.grpc.v1.cri
          containerd: {config: '[plugins.mine]'}                    | ERROR   | spec.containerd.config | io.containerd.TYPE.vN.NAME
          containerd: {config: '[plugins."io.containerd.cri"]'}     | STRICT  | spec.containerd.config | cut short
          containerd: {baseRuntimeSpec: {process: []}}              | ERROR   | spec.containerd.baseRuntimeSpec.process | no object
          containerd: {baseRuntimeSpec: {process: {rlimits: {}}}}   | ERROR   | spec.containerd.baseRuntimeSpec.process.rlimits | no list
          containerd: {baseRuntimeSpec: {process: {rlimits: [1]}}}  | ERROR   | spec.containerd.baseRuntimeSpec.process.rlimits[0] | no object
          containerd: {baseRuntimeSpec: {process: {rlimits: [{type: RLIMIT_CORE, soft: 2, hard: 1}]}}} | ERROR | spec.containerd.baseRuntimeSpec.process.rlimits[0].soft | 2 is above the hard limit 1
          containerd: {baseRuntimeSpec: {process: {rlimits: [{type: RLIMIT_CORE, soft: 18446744073709551615, hard: 1}]}}} | ERROR | spec.containerd.baseRuntimeSpec.process.rlimits[0].soft | 18446744073709551615 is above
          containerd: {baseRuntimeSpec: {process: {rlimits: [{type: RLIMIT_CORE, soft: 5}]}}} | ERROR | spec.containerd.baseRuntimeSpec.process.rlimits[0].soft | hard limit 0
          containerd: {baseRuntimeSpec: {process: {rlimits: [{type: nofile, soft: 1, hard: 1}]}}} | ERROR | spec.containerd.baseRuntimeSpec.process.rlimits[0].type | RLIMIT_NOFILE
          containerd: {baseRuntimeSpec: {process: {rlimits: [{type: RLIMIT_NOFILES, soft: 1, hard: 1}]}}} | ERROR | spec.containerd.baseRuntimeSpec.process.rlimits[0].type | RLIMIT_NOFILE
          containerd: {baseRuntimeSpec: {process: {rlimits: [{soft: 1, hard: 1}]}}} | ERROR | spec.containerd.baseRuntimeSpec.process.rlimits[0].type | missing
          containerd: {baseRuntimeSpec: {process: {rlimits: [{type: RLIMIT_MEMLOCK, soft: -1, hard: 1}]}}} | ERROR | spec.containerd.baseRuntimeSpec.process.rlimits[0].soft | write 18446744073709551615
          containerd: {baseRuntimeSpec: {process: {rlimits: [{type: RLIMIT_MEMLOCK, soft: 0, hard: '1'}]}}} | ERROR | spec.containerd.baseRuntimeSpec.process.rlimits[0].hard | no whole number
          containerd: {baseRuntimeSpec: {process: {rlimits: [{type: RLIMIT_CPU, soft: 1, hard: 1}, {type: RLIMIT_CPU, soft: 1, hard: 1}]}}} | STRICT | spec.containerd.baseRuntimeSpec.process.rlimits[1].type | twice
          instance: {localStorage: {strategy: RAID5}}               | ERROR   | spec.instance.localStorage.strategy | no strategy
          instance: {localStorage: {strategy: None}}                | STRICT  | spec.instance.localStorage.strategy | does nothing
          instance: {localStorage: {mountPath: data}}               | STRICT  | spec.instance.localStorage.mountPath | absolute
          instance: {localStorage: {mountPath: /a/../b}}            | STRICT  | spec.instance.localStorage.mountPath | ..
          instance: {localStorage: {disabledMounts: [Kubelet]}}     | STRICT  | spec.instance.localStorage.disabledMounts[0] | no mount
          instance: {environment: {../x: {A: a}}}                   | STRICT  | spec.instance.environment."../x" | no name
          instance: {environment: {kubelet.service: {A: a}}}        | STRICT  | spec.instance.environment."kubelet.service" | .service
          instance: {environment: {default: {A=B: a}}}              | STRICT  | spec.instance.environment.default."A=B" | variable
          instance: {environment: {default: {1A: a}}}               | STRICT  | spec.instance.environment.default.1A | ignores
          instance: {storage: {volumes: [{device: /dev/xvdb, mountTargets: [/a, /b/, /a/]}]}} | ERROR | spec.instance.storage.volumes[0].mountTargets[2] | volumes[0].mountTargets[0]
          instance: {storage: {volumes: [{device: /dev/b, mountTargets: [/a]}, {device: /dev/c, mountTargets: [//a]}]}} | ERROR | spec.instance.storage.volumes[1].mountTargets[0] | mounted already
          instance: {storage: {volumes: [{device: /dev/b, mountTargets: [/a]}, {device: /dev/b, mountTargets: [/b]}]}} | STRICT | spec.instance.storage.volumes[1].device | same volume
          instance: {storage: {volumes: [{mountTargets: [/a]}]}}    | ERROR   | spec.instance.storage.volumes[0].device | missing
          instance: {storage: {volumes: [{device: xvdb, mountTargets: [/a]}]}} | ERROR | spec.instance.storage.volumes[0].device | absolute
          instance: {storage: {volumes: [{device: /dev/b}]}}        | STRICT  | spec.instance.storage.volumes[0].mountTargets | missing
          instance: {storage: {volumes: [{device: /dev/b, mountTargets: [/]}]}} | STRICT | spec.instance.storage.volumes[0].mountTargets[0] | root
          instance: {storage: {volumes: [{device: /dev/b, mountTargets: [/a/../b]}]}} | ERROR | spec.instance.storage.volumes[0].mountTargets[0] | ..
          instance: {storage: {volumes: [{device: /dev/b, mountTargets: [/a], fsType: btrfs}]}} | STRICT | spec.instance.storage.volumes[0].fsType | xfs or ext4
          instance: {storage: {volumes: [{device: /dev/b, mountTarget: [/a]}]}} | STRICT | spec.instance.storage.volumes[0].mountTarget | data stays where it lies
          instance: {environment: {default: {HTTPS_PROXY: 'http://p:1', NO_PROXY: '169.254.169.254,10.0.0.0/8'}}} | WARNING | spec.instance.environment.default.NO_PROXY | does not name the API server example.com
          instance: {environment: {kubelet: {HTTPS_PROXY: 'http://p:1', NO_PROXY: '10.0.0.0/8'}}} | WARNING | spec.instance.environment.kubelet.NO_PROXY | does not name the API server example.com
          instance: {environment: {kubelet: {NO_PROXY: '[ocalhost ,127.0.0.1'}}} | WARNING | spec.instance.environment.kubelet.NO_PROXY | [ocalhost' is no name
          instance: {environment: {kubelet: {no_proxy: 'local host'}}} | WARNING | spec.instance.environment.kubelet.no_proxy | local host' is no name
          instance: {network: {nameservers: [one]}}                 | STRICT  | spec.instance.network.nameservers[0] | IP address
          instance: {network: {domains: ['a b']}}                   | WARNING | spec.instance.network.domains[0] | more than one
          kubelet: {flags: ["--v=2\\n--port=1"]}                     | STRICT  | spec.kubelet.flags[0] | line break
          kubelet: {flags: ["--root-dir=/a\\u0007"]}                | ERROR   | spec.kubelet.flags[0] | control character
          kubelet: {flags: ['--root-dir="/a']}                      | WARNING | spec.kubelet.flags[0] | quotes
          kubelet: {flags: ['--maxpods=5']}                         | STRICT  | spec.kubelet.flags[0] | --max-pods?
          kubelet: {flags: ['--v', '2', '3']}                       | ERROR   | spec.kubelet.flags[2] | no flag
          kubelet: {flags: ['--node-labels=node-role.kubernetes.io/worker=']} | ERROR | spec.kubelet.flags[0] | kubelet.kubernetes.io/
          kubelet: {flags: ['--node-labels', 'a.k8s.io/b=c']}       | ERROR   | spec.kubelet.flags[0] | refuses
          kubelet: {flags: ['--node-labels=a']}                     | WARNING | spec.kubelet.flags[0] | no =
          kubelet: {flags: ['--node-labels=-a=b']}                  | ERROR   | spec.kubelet.flags[0] | key
          kubelet: {flags: ['--node-labels=a=b-']}                  | ERROR   | spec.kubelet.flags[0] | value
          kubelet: {flags: ['--register-with-taints=a=b:Never']}    | ERROR   | spec.kubelet.flags[0] | Never
          kubelet: {flags: ['--register-with-taints=a:NoSchedule', '--register-with-taints=b:NoExecute']} | WARNING | spec.kubelet.flags[1] | last one
          kubelet: {flags: [--container-runtime=remote]}            | STRICT  | spec.kubelet.flags[0] | since version 1.27
          kubelet: {config: {MaxPods: 10}}                          | STRICT  | spec.kubelet.config.MaxPods | maxPods?
          kubelet: {config: {kind: Pod}}                            | ERROR   | spec.kubelet.config.kind | KubeletConfiguration
          kubelet: {config: {maxPods: many}}                        | ERROR   | spec.kubelet.config.maxPods | whole number
          kubelet: {maxPodsExpression: max_pods / (default_enis - default_enis)} | STRICT | spec.kubelet.maxPodsExpression | t3.small (default_enis 3
          kubelet: {maxPodsExpression: max_pods / (15 - default_enis) + 1} | STRICT | spec.kubelet.maxPodsExpression | m5.24xlarge (default_enis 15
          kubelet: {maxPodsExpression: 0 - max_pods}                | STRICT  | spec.kubelet.maxPodsExpression | gives -11
          kubelet: {maxPodsExpression: max_pods - 20}               | WARNING | spec.kubelet.maxPodsExpression | gives -9
          kubelet: {maxPodsExpression: max_pods > 50}               | STRICT  | spec.kubelet.maxPodsExpression | no number of pods
          kubelet: {maxPodsExpression: "'many'"}                    | STRICT  | spec.kubelet.maxPodsExpression | no number of pods
          kubelet: {maxPodsExpression: default_enis * 9223372036854775807} | STRICT | spec.kubelet.maxPodsExpression | t3.small
          kubelet: {config: {providerID: 'x://$(hostname)'}}        | STRICT  | spec.kubelet.config.providerID | /etc/eks/nodeadm.d/
          kubelet: {flags: ['--hostname-override=`hostname`']}      | STRICT  | spec.kubelet.flags[0] | a command
          instance: {environment: {default: {A: "${B}"}}}           | STRICT  | spec.instance.environment.default.A | a variable
          cluster: {name: '{{cluster_name}}'}                       | STRICT  | spec.cluster.name | a template
          kubelet: {maxPodsExpression: max_pod + 1}                 | STRICT  | spec.kubelet.maxPodsExpression | max_pod
          featureGates: {InstanceIDNodeName: true}                  | WARNING | spec.featureGates.InstanceIDNodeName | InstanceIdNodeName?
          bootstrap: {join: never}                                  | STRICT  | spec.bootstrap.join | healthy
          bootstrap: {platform: gcp}                                | STRICT  | spec.bootstrap.platform | ec2
          bootstrap: {budgets: {image: 1h}}                         | WARNING | spec.bootstrap.budgets.image | whole boot
          bootstrap: {budgets: {image: soon}}                       | STRICT  | spec.bootstrap.budgets.image | no duration
          bootstrap: {budgets: {image: 90}}                         | STRICT  | spec.bootstrap.budgets.image | must be
          bootstrap: {archives: /x.tar}                             | STRICT  | spec.bootstrap.archives | a list
          bootstrap: {providerID: quay}                             | STRICT  | spec.bootstrap.providerID | PROVIDER://ID
          bootstrap: {nodeIPs: [one, 10.0.0.7]}                     | STRICT  | spec.bootstrap.nodeIPs[0] | no IP address
          bootstrap: {nodeIPs: [10.0.0.7, 10.0.0.8]}                | ERROR   | spec.bootstrap.nodeIPs | one family
          bootstrap: {credentials: {bootstrapToken: {token: x.y}}}  | STRICT  | spec.bootstrap.credentials.bootstrapToken.token | form
          bootstrap: {credentials: {bootstrapToken: {file: token}}} | STRICT  | spec.bootstrap.credentials.bootstrapToken.file | absolute
          bootstrap: {credentials: {bootstrapToken: {file: /t, token: abcdef.0123456789abcdef}}} | STRICT | spec.bootstrap.credentials.bootstrapToken.file | beside
          bootstrap: {metrics: {textfile: text}}                    | STRICT  | spec.bootstrap.metrics.textfile | absolute
          bootstrap: {metrics: {textfile: /srv/../etc}}             | STRICT  | spec.bootstrap.metrics.textfile | ..
          bootstrap: {metrics: /srv}                                | STRICT  | spec.bootstrap.metrics | an object
          bootstrap: {onVerdict: /bin/true}                         | STRICT  | spec.bootstrap.onVerdict | a list
          bootstrap: {onVerdict: [notify]}                          | STRICT  | spec.bootstrap.onVerdict[0] | absolute
          bootstrap: {onVerdict: [/no/such/program, -v]}            | WARNING | spec.bootstrap.onVerdict[0] | no program on this machine
          bootstrap: {onVerdict: [/etc]}                            | WARNING | spec.bootstrap.onVerdict[0] | no program on this machine
          bootstrap: {annotateNode: 'on'}                           | STRICT  | spec.bootstrap.annotateNode | true or false
          bootstrap: {retry: {first: 1m}}                           | STRICT  | spec.bootstrap.retry.longest | shorter
          bootstrap: {retry: {factor: 0.5}}                         | STRICT  | spec.bootstrap.retry.factor | from 1
          bootstrap: {nodeName: Node_1}                             | ERROR   | spec.bootstrap.nodeName | name of a node
          bootstrap: {archives: [x.tar]}                            | STRICT  | spec.bootstrap.archives[0] | absolute
          bootstrap: {sandboxImage: 'a b'}                          | STRICT  | spec.bootstrap.sandboxImage | reference
          bootstrap: {sandboxImage: 'Pau::se'}                      | STRICT  | spec.bootstrap.sandboxImage | reference
          bootstrap: {sandboxImage: '${R}/pause'}                   | STRICT  | spec.bootstrap.sandboxImage | reference
          cluster: {id: 123}                                        | ERROR   | spec.cluster.id | in quotes
          cluster: []                                               | ERROR   | spec.cluster | an object
          featureGates: {FastImagePull: 'yes'}                      | ERROR   | spec.featureGates.FastImagePull | true or false
          containerd: {baseRuntimeSpec: {a: .nan}}                  | ERROR   | spec.containerd.baseRuntimeSpec.a | no number
          instance: {environment: {default: {PORT: 8080}}}          | ERROR   | spec.instance.environment.default.PORT | in quotes
          """)
  void finds(String spec, Severity severity, String path, String words) throws Exception {
    List<Problem> problems = Samples.check(document(spec));

    assertThat(problems)
        .filteredOn(problem -> problem.path().equals(path))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.toLine()).contains(words);
          assertThat(problem.severity()).isEqualTo(expected(problem, severity));
        });
  }

  /** In user data, a document that cannot be decoded is skipped, which only a check fails on. */
  private static Severity expected(Problem problem, Severity severity) {
    boolean decoding =
        problem.code().equals(Code.CONFIG_TYPE_WRONG)
            || problem.code().equals(Code.CONFIG_CA_INVALID)
            || (problem.code().equals(Code.CONFIG_VALUE_INVALID)
                && problem.text().contains("no duration"));
    return decoding ? Severity.STRICT : severity;
  }

  private static String document(String spec) {
    if (!spec.startsWith("cluster: {")) {
      return spec.startsWith("cluster:") ? Samples.only(spec) : Samples.baseWith(spec);
    }
    String field = spec.substring("cluster: {".length(), spec.length() - 1);
    String name = field.substring(0, field.indexOf(':'));
    String rest =
        Samples.BASE
            .lines()
            .filter(line -> !line.strip().startsWith(name + ":"))
            .reduce("", (text, line) -> text + line + "\n");
    return rest + "    " + field + "\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bootstrap: {metrics: {textfile: /srv/node.prom}, onVerdict: [/bin/sh, -c, 'exit 0'], annotateNode: true}",
        "bootstrap: {sandboxImage: pause}",
        "bootstrap: {sandboxImage: 'Registry.example:5000/a-b/c__d/pause:V3.10_x'}",
        "bootstrap: {sandboxImage: '[fd00::1]:5000/pause@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'}",
        "kubelet: {flags: [--v=5, '--node-labels=foo=bar,foo2=baz',"
            + " '--register-with-taints=foo=bar:NoSchedule']}",
        "kubelet: {flags: ['--node-labels=node.kubernetes.io/x=y,topology.kubernetes.io/zone=z']}",
        "kubelet: {flags: ['--node-labels=\"team=blue,pool=general\"', \"--node-labels='a=b'\"]}",
        "kubelet: {flags: ['--node-labels \"team=blue\"', '--v 2 --max-pods=\"10\"']}",
        "kubelet: {config: {kubeReservedCgroup: '', systemReservedCgroup: '', reservedSystemCPUs:"
            + " 0-1}}",
        "kubelet: {maxPodsExpression: '((default_enis - 1) * (ips_per_eni - 1)) + 2'}",
        "instance: {localStorage: {strategy: raid0, mountPath: /mnt/x, disabledMounts: [SOCI]}}",
        "instance: {network: {nameservers: [10.0.0.2, 'fd00::1', '10.0.0.2:53',"
            + " '10.0.0.2#dns.example'], domains: ['~.', corp.example]}}",
        "instance: {environment: {default: {HTTP_PROXY: 'http://p:3128'}, getty@tty1: {A: ''}}}",
        "instance: {environment: {default: {HTTPS_PROXY: 'http://u:p%24@p:3128', NO_PROXY: '10.0.0.0/8"
            + " , localhost, .internal,[::1]:80'}}}",
        "instance: {environment: {default: {HTTPS_PROXY: 'http://p:1', NO_PROXY: '169.254.169.254,10.0.0.0/8"
            + " , .com'}}}",
        "containerd: {baseRuntimeSpec: {foo: bar, process: {rlimits: []}}}",
        "containerd: {baseRuntimeSpec: {process: {rlimits: [{type: RLIMIT_MEMLOCK, soft: 65536,"
            + " hard: 18446744073709551615}]}}}",
        "containerd: {config: '[plugins.\"io.containerd.grpc.v1.cri\"]'}",
        "containerd: {config: '[plugins.\"com.example.own\"]'}",
        "bootstrap: {budgets: {total: 20m}, platform: none, nodeName: node-1.example}"
      })
  void is_content_with(String spec) throws Exception {
    assertThat(Samples.check(Samples.baseWith(spec))).isEmpty();
  }

  /** As nodeadm, which does not know the block; only what was meant by it does not hold. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bootstrap: now",
        "bootstrap: {budgets: {image: soon, join: [1m]}, strict: 'no', retry: {factor: two}}",
        "bootstrap: {nodeIPs: 10.0.0.7, archives: /x.tar, nodeName: {a: b}}"
      })
  void our_own_block_keeps_no_node_from_booting_by_a_value_that_cannot_be_read(String spec)
      throws Exception {
    ResolvedConfig resolved = Samples.resolve(Samples.baseWith(spec));

    assertThat(resolved.config().bootstrap()).isEqualTo(Bootstrap.DEFAULTS);
    assertThat(resolved.problems()).isNotEmpty();
    assertThat(Samples.check(Samples.baseWith(spec)))
        .isNotEmpty()
        .allMatch(problem -> problem.severity() == Severity.STRICT);
  }

  @Test
  void is_content_with_services_in_ipv6() throws Exception {
    assertThat(Samples.check(Samples.BASE.replace("10.100.0.0/16", "fd00:1234::/108"))).isEmpty();
  }

  @Test
  void takes_a_certificate_that_is_wrapped_over_lines() throws Exception {
    String ca = Samples.resolve(Samples.BASE).config().cluster().certificateAuthority();
    String wrapped =
        Samples.BASE.replace(
            String.valueOf(ca),
            ">\n      " + String.valueOf(ca).replaceAll("(.{40})", "$1\n      ").strip());

    assertThat(Samples.resolve(wrapped).config().cluster().certificateAuthority()).isEqualTo(ca);
  }

  @Test
  void knows_which_kubelet_lacks_a_flag() throws Exception {
    assertThat(check("--pod-infra-container-image=x", "v1.35.0-eks-1")).isEqualTo(Severity.ERROR);
    assertThat(check("--pod-infra-container-image=x", "v1.34.9")).isNull();
    assertThat(check("--pod-infra-container-image=x", "")).isEqualTo(Severity.WARNING);
  }

  private static @org.jspecify.annotations.Nullable Severity check(String flag, String version)
      throws Exception {
    String text = Samples.baseWith("kubelet: {flags: ['" + flag + "']}");
    return new ConfigResolver(() -> Samples.bytes(text))
        .check(List.of(), new Validation.Facts(version, 0), _ -> List.of()).stream()
            .map(Problem::severity)
            .findFirst()
            .orElse(null);
  }

  @Test
  void is_not_certain_of_what_a_later_drop_in_may_say_otherwise() throws Exception {
    String text =
        Samples.baseWith(
            "kubelet: {config: {imageGCHighThresholdPercent: 70}, flags: [--max-pods=ten]}");
    ConfigResolver resolver = new ConfigResolver(() -> Samples.bytes(text));

    assertThat(resolver.check(List.of(), new Validation.Facts("v1.34.2", 0), _ -> List.of()))
        .extracting(Problem::severity)
        .containsExactly(Severity.ERROR, Severity.ERROR);
    assertThat(
            resolver.check(
                List.of(), new Validation.Facts("v1.34.2", 0, true, true), _ -> List.of()))
        .extracting(Problem::severity)
        .containsExactlyInAnyOrder(Severity.STRICT, Severity.ERROR);
  }

  @Test
  void warns_of_more_pods_than_the_memory_can_serve() throws Exception {
    String text = Samples.baseWith("kubelet: {config: {maxPods: 5000}}");
    List<Problem> problems =
        new ConfigResolver(() -> Samples.bytes(text))
            .check(List.of(), new Validation.Facts("", 2L << 30), _ -> List.of());

    assertThat(problems).singleElement().satisfies(p -> assertThat(p.text()).contains("55255 MiB"));
  }

  @Test
  void tells_everything_at_once_with_its_place() throws Exception {
    String text =
        Samples.baseWith(
            """
            kublet: {}
            kubelet: {flags: ["--container-runtime=remote"], config: {MaxPods: 1}}
            featureGates: {Fast: true}
            """);

    assertThat(Samples.check(text))
        .extracting(Problem::toLine)
        .allMatch(line -> line.matches("imds://user-data:\\d+:\\d+: spec\\..*"))
        .hasSize(4);
  }

  @Test
  void never_repeats_the_value_of_a_variable() throws Exception {
    String text = Samples.baseWith("instance: {environment: {default: {A-B: hush, C: [hush]}}}");

    assertThat(Samples.check(text)).isNotEmpty().noneMatch(p -> p.toLine().contains("hush"));
  }
}
