package dev.nodeready.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.config.kubelet.Findings;
import dev.nodeready.config.kubelet.KubeletRules;
import dev.nodeready.failure.FailureException;
import dev.nodeready.fuzz.Scratch;
import dev.nodeready.fuzz.Target;
import dev.nodeready.tree.Notes;
import dev.nodeready.tree.Place;
import dev.nodeready.tree.TextException;
import dev.nodeready.tree.YamlReader;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** User data in all its shapes, the cache, and what single fields hold. */
public final class ConfigTargets {
  private static final String[] WORDS = {
    "\n",
    ": ",
    "- ",
    "? ",
    "&a ",
    "*a",
    "<<: ",
    "!!str ",
    "!!binary ",
    "|\n",
    ">-\n",
    "---\n",
    "...\n",
    "--B\n",
    "--B--\n",
    "Content-Type: multipart/mixed; boundary=\"B\"\n",
    "content-transfer-encoding: base64\n",
    "quoted-printable",
    "application/node.eks.aws",
    "MIME-Version: 1.0\n",
    "yes",
    "~",
    "0o7",
    "1_000",
    "1h30m",
    "spec:",
    "  kubelet:\n",
    "#cloud-config\n"
  };

  private static final String MULTIPART =
      "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"B\"\n\n--B\n"
          + "Content-Type: application/node.eks.aws\n\n"
          + Samples.BASE
          + "\n--B\nContent-Type: text/x-shellscript\n\n#!/bin/sh\n--B--\n";

  private static final String RICH =
      Samples.baseWith(
          """
          kubelet: {config: {a: &x [1, 0x1f, 1e3], b: *x}, flags: ['--node-labels=a=b']}
          instance: {environment: {default: {A: "b\\n"}}}
          containerd: {config: "a.b = [1, {c = 'd'}]\\n[[e]]\\nf = 1979-05-27\\n"}
          bootstrap: {budgets: {total: 1h30m}}
          """);

  private ConfigTargets() {}

  public static List<Target> all() {
    return List.of(userData(), cache(), scalars(), maxPods(), kubelet());
  }

  private static Target userData() {
    byte[] base = Samples.bytes(Samples.BASE);
    return Target.ofBytes("user-data", ConfigTargets::resolve)
        .from(Samples.BASE, RICH, MULTIPART, MULTIPART.replace("\n", "\r\n"))
        .from("{\"apiVersion\":\"node.eks.aws/v1alpha1\",\"kind\":\"NodeConfig\",\"spec\":{}}")
        .from("base: &a {<<: {x: 1}, y: !!int '2'}\nc: [*a, *a]\n? d\n: |\n  text\n")
        .from(List.of(Samples.gzip(base), Base64.getMimeEncoder().encode(base)))
        .from(List.of(Samples.gzip(Samples.bytes(MULTIPART)), Samples.gzip(Samples.gzip(base))))
        .from(Scratch.sources("src/test/resources/cases", "config.yaml"))
        .from(Scratch.sources("src/test/resources/boots", "node.yaml"))
        .with(WORDS);
  }

  private static void resolve(byte[] input) throws InterruptedException {
    try {
      NodeConfig config = Samples.resolve(input).config();
      assertThat(ConfigJson.dump(config)).endsWith("}\n");
      // What is kept for the next boot says the same.
      String kept = CacheFile.render(config, null, new CachedConfig.Stamp("1", "i", "b"));
      assertThat(ConfigJson.dump(CacheFile.parse(kept, "cache").config()))
          .isEqualTo(ConfigJson.dump(config));
    } catch (FailureException e) {
      assertThat(e.failure().code().area()).isEqualTo("CONFIG");
    } catch (TextException e) {
      throw new AssertionError("its own cache cannot be read", e);
    }
  }

  private static Target cache() {
    return Target.of("cache", text -> CacheFile.parse(text, "cache"))
        .from(Scratch.sources("src/test/resources/cases/config-cache", ".json"))
        .from(Scratch.sources("src/test/resources/earlier", "config.json"))
        .with("\"spec\":", "\"status\":", "null", "[]", "{}", "\"1h\"")
        .failing(TextException.class);
  }

  private static Target scalars() {
    return Target.of("fields", ConfigTargets::scalar)
        .from("10.100.0.0/16", "fd00:1234::/108", "::ffff:1.2.3.4/96", "1h30m", "90s")
        .from(
            "file:///etc/eks/nodeadm.d",
            "imds://user-data",
            "602.dkr.ecr.x.amazonaws.com/p:3@sha256:0")
        .with("/", ":", ".", "::", "/128", "%25", "ms", "h", "@sha256:", "#", "?");
  }

  private static void scalar(String text) {
    Object _ = Cidr.problem(text);
    boolean _ = Cidr.isAddress(text);
    boolean _ = ImageName.isReference(text);
    if (Cidr.problem(text) == null) {
      boolean _ = Cidr.hasTenth(text);
    }
    refused(() -> Durations.format(Durations.parse(text)), IllegalArgumentException.class);
    refused(() -> SourceUri.parse(text).uri(), FailureException.class);
  }

  private static void refused(Runnable reading, Class<? extends RuntimeException> failure) {
    try {
      reading.run();
    } catch (RuntimeException e) {
      if (!failure.isInstance(e)) {
        throw e;
      }
    }
  }

  private static Target maxPods() {
    return Target.of("cel", text -> MaxPodsExpression.evaluate(text, 4, 15, 58))
        .from("default_enis * (ips_per_eni - 1) + 2", "max_pods > 50 ? 50 : max_pods")
        .from("[1, 2, 3].map(x, x * max_pods).size()", "int('12') + int(1.5) + int(3u)")
        .from("{'a': max_pods}['a']", "math.least(1, 2)", "duration('1h').getHours()")
        .with("[1,2,3].map(x,", ".all(x,", ".size()", "-", "!", "?", "1u", "b'a'", "r'\\'", "'a'+")
        .with("timestamp('2026-01-01T00:00:00Z')", ".matches('(a+)+b')", "9223372036854775807");
  }

  private static Target kubelet() {
    return Target.of("kubelet-config", ConfigTargets::rules)
        .from(Scratch.sources("src/test/resources/boots", "kubelet/config.json"))
        .from("evictionHard: {memory.available: 10%, nodefs.available: 1Gi}\nmaxPods: 110\n")
        .from("systemReserved: {cpu: 100m, memory: 1Gi}\ncpuManagerPolicy: static\n")
        .from("flags: ['--node-labels=a=b,c=d --v=2', \"--kube-reserved=cpu=1\", --max-pods, '5']")
        .from(
            "allowedUnsafeSysctls: [net.core.a, kernel.*]\npreloadedImagesVerificationAllowlist: [r.x:5/a/*]\n")
        .from("registerWithTaints: [{key: a, effect: NoSchedule}]\nfeatureGates: {X: true}\n")
        .with("1Gi", "1e3Ki", "100m", "-1", "10%", "5m0s", "1.5h", "cpu=", "--", "-v", "'", "\\")
        .failing(TextException.class);
  }

  private static void rules(String text) throws TextException {
    Object plain = YamlReader.read(text, Place.of("f", "f"), Notes.NONE).plain();
    if (plain instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> config = new LinkedHashMap<>();
      map.forEach((key, value) -> config.put(String.valueOf(key), value));
      Object flags = config.remove("flags");
      List<String> items =
          flags instanceof List<?> list
              ? list.stream().flatMap(one -> Stream.ofNullable(one)).map(String::valueOf).toList()
              : List.of();
      KubeletRules.check(config, items, 34, NOTHING);
      KubeletRules.checkAnyVersion(config, items, true, NOTHING);
    }
  }

  private static final Findings NOTHING =
      new Findings() {
        @Override
        public void error(String path, String text, String suggestion) {}

        @Override
        public void strict(String path, String text, String suggestion) {}

        @Override
        public void warn(String path, String text, String suggestion) {}
      };
}
