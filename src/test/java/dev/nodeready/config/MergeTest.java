package dev.nodeready.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.catalogue.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a field that two documents name. */
class MergeTest {
  private @TempDir Path folder;

  @Test
  void a_later_text_or_list_wins_unless_it_is_empty() throws Exception {
    NodeConfig config =
        merge(
            "cluster: {name: later, cidr: ''}\n"
                + "instance: {network: {nameservers: [10.0.0.2], domains: [b]}}",
            "cluster: {name: ''}\ninstance: {network: {nameservers: [], domains: [c]}}");

    assertThat(config.cluster().name()).isEqualTo("later");
    assertThat(config.cluster().cidr()).isEqualTo("10.100.0.0/16");
    assertThat(config.instance().network().nameservers()).containsExactly("10.0.0.2");
    assertThat(config.instance().network().domains()).containsExactly("c");
  }

  @Test
  void a_later_false_overrides_an_earlier_true() throws Exception {
    assertThat(
            merge("cluster: {enableOutpost: true, id: x}", "cluster: {enableOutpost: false}")
                .cluster()
                .outpost())
        .isFalse();
    assertThat(
            merge("cluster: {enableOutpost: true, id: x}", "cluster: {enableOutpost: null}")
                .cluster()
                .outpost())
        .isTrue();
  }

  @Test
  void flags_are_appended() throws Exception {
    assertThat(
            merge("kubelet: {flags: [--v=2]}", "kubelet: {flags: []}", "kubelet: {flags: [--v=5]}")
                .kubelet()
                .flags())
        .containsExactly("--v=2", "--v=5");
  }

  @Test
  void gates_and_variables_are_taken_one_by_one() throws Exception {
    NodeConfig config =
        merge(
            "featureGates: {FastImagePull: true, InstanceIdNodeName: true}\n"
                + "instance: {environment: {default: {A: a, B: b}, kubelet: {C: c}, x: {D: d}}}",
            "featureGates: {FastImagePull: false}\n"
                + "instance: {environment: {default: {A: ''}, kubelet: {}, x: null}}");

    assertThat(config.featureGates())
        .isEqualTo(Map.of("FastImagePull", false, "InstanceIdNodeName", true));
    assertThat(config.instance().environment())
        .isEqualTo(Map.of("default", Map.of("A", "", "B", "b"), "kubelet", Map.of("C", "c")));
  }

  @Test
  void free_objects_are_merged_deep_and_lists_in_them_replaced() throws Exception {
    NodeConfig config =
        merge(
            "kubelet: {config: {a: {x: 1, v: {z: 1}}, list: [1, 2], p: 1, t: {u: 1}, s: s}}",
            "kubelet: {config: {a: {v: {}, w: ''}, list: [], p: null, t: 5, s: ''}}");

    assertThat(ConfigJson.dump(config))
        .contains(
            "\"config\":{\"a\":{\"v\":{\"z\":1},\"w\":\"\",\"x\":1},\"list\":[],\"p\":null,"
                + "\"s\":\"\",\"t\":5}");
  }

  @Test
  void containerd_texts_are_merged_as_toml() throws Exception {
    assertThat(
            merge(
                    "containerd: {config: \"version = 2\\n[grpc]\\naddress = '/a'\"}",
                    "containerd: {config: \"[grpc]\\ngid = 5\"}")
                .containerd()
                .config())
        .isEqualTo("version = 2\n\n[grpc]\naddress = '/a'\ngid = 5\n");
    assertThat(merge("containerd: {config: 'a  =  1'}", "kubelet: {}").containerd().config())
        .isEqualTo("a  =  1");
  }

  @Test
  void toml_that_cannot_be_merged_is_told_with_the_place_of_the_broken_one() {
    assertThatThrownBy(() -> merge("containerd: {config: 'a ='}", "containerd: {config: 'b = 1'}"))
        .hasMessageStartingWith(Code.CONFIG_MERGE_FAILED.name())
        .hasMessageContaining("1.yaml:4:");
  }

  @Test
  void later_volumes_replace_all_earlier_ones_and_are_dumped_and_explained() throws Exception {
    ResolvedConfig resolved =
        resolve(
            "instance: {storage: {volumes: [{device: /dev/b, mountTargets: [/a]},"
                + " {device: /dev/c, mountTargets: [/c]}]}}",
            "instance: {storage: {volumes: [{device: /dev/d, mountTargets: [/a], fsType: ext4}]}}",
            "instance: {storage: {volumes: []}}");

    assertThat(ConfigJson.dump(resolved.config()))
        .contains(
            "\"storage\":{\"volumes\":[{\"device\":\"/dev/d\",\"mountTargets\":[\"/a\"],"
                + "\"fsType\":\"ext4\"}]}");
    assertThat(Explanation.of(resolved, "spec.instance.storage"))
        .singleElement()
        .satisfies(told -> assertThat(told.value()).contains("/dev/d"));
  }

  @Test
  void our_own_lists_can_be_cleared_and_each_part_set_alone() throws Exception {
    Bootstrap bootstrap =
        merge(
                "bootstrap: {archives: [/a.tar], budgets: {total: 20m}, join: registered}",
                "bootstrap: {archives: [], budgets: {image: 90s}}")
            .bootstrap();

    assertThat(bootstrap.archives()).isEmpty();
    assertThat(bootstrap.join()).isEqualTo("registered");
    assertThat(Durations.format(bootstrap.budgets().total())).isEqualTo("20m");
    assertThat(Durations.format(bootstrap.budgets().image())).isEqualTo("1m30s");
    assertThat(bootstrap.budgets().runtime()).isEqualTo(Bootstrap.DEFAULTS.budgets().runtime());
  }

  @Test
  void origins_tell_which_document_won() throws Exception {
    ResolvedConfig resolved = resolve("cluster: {name: later}", "kubelet: {config: {a: 1}}");

    assertThat(resolved.origins().at("spec.cluster.name")).asString().endsWith("1.yaml:4:13");
    assertThat(resolved.origins().at("spec.cluster.cidr")).asString().endsWith("0.yaml:8:5");
    assertThat(resolved.origins().at("spec.kubelet.config.a")).asString().endsWith("2.yaml:4:22");
  }

  /** Holds as long as nothing but an object replaces an object. */
  @Test
  void merging_is_associative() {
    Random random = new Random(7);
    for (int round = 0; round < 3000; round++) {
      Map<String, Object> one = object(random, 3);
      Map<String, Object> two = object(random, 3);
      Map<String, Object> three = object(random, 3);

      assertThat(DeepMerge.merge(DeepMerge.merge(one, two), three))
          .as("round %d", round)
          .isEqualTo(DeepMerge.merge(one, DeepMerge.merge(two, three)));
    }
  }

  @Test
  void merging_whole_documents_is_associative() throws Exception {
    Random random = new Random(11);
    for (int round = 0; round < 60; round++) {
      String one = spec(random);
      String two = spec(random);
      String three = spec(random);
      clear();
      NodeConfig left = merge(one, two, three);

      // The last two in a folder of their own are merged first.
      Path inner = Files.createDirectories(folder.resolve("inner"));
      Files.move(folder.resolve("2.yaml"), inner.resolve("2.yaml"));
      Files.move(folder.resolve("3.yaml"), inner.resolve("3.yaml"));
      NodeConfig right =
          new ConfigResolver(() -> null)
              .resolve(List.of("file://" + folder, "file://" + inner), null, false)
              .config();
      assertThat(right).as("round %d", round).isEqualTo(left);
    }
  }

  private void clear() throws Exception {
    for (String name : List.of("inner/2.yaml", "inner/3.yaml", "1.yaml")) {
      boolean _ = Files.deleteIfExists(folder.resolve(name));
    }
  }

  /** Keys in small letters hold objects, others anything else. */
  private static Map<String, Object> object(Random random, int depth) {
    Map<String, Object> object = new java.util.LinkedHashMap<>();
    for (int count = random.nextInt(4); count > 0; count--) {
      int key = random.nextInt(3);
      if (depth > 0 && random.nextBoolean()) {
        object.put("k" + key, object(random, depth - 1));
      } else {
        object.put(
            "V" + key, random.nextBoolean() ? random.nextInt(3) : List.of(random.nextInt(2)));
      }
    }
    return object;
  }

  private static String spec(Random random) {
    List<String> lines = new ArrayList<>();
    maybe(random, lines, "cluster: {name: n%d, enableOutpost: false}");
    maybe(random, lines, "kubelet: {flags: [--v=%d], config: {maxPods: %1$d, a: {b%1$d: 1}}}");
    maybe(
        random, lines, "instance: {environment: {default: {A: a%d}}, network: {domains: [d%1$d]}}");
    maybe(random, lines, "featureGates: {FastImagePull: true}");
    maybe(random, lines, "containerd: {config: \"k%d = %1$d\"}");
    maybe(random, lines, "bootstrap: {archives: [/a%d.tar]}");
    lines.add("bootstrap_: {}");
    return String.join("\n", lines);
  }

  private static void maybe(Random random, List<String> lines, String format) {
    if (random.nextBoolean()) {
      lines.add(format.formatted(random.nextInt(3)));
    }
  }

  private NodeConfig merge(String... specs) throws Exception {
    return resolve(specs).config();
  }

  private ResolvedConfig resolve(String... specs) throws Exception {
    Files.writeString(folder.resolve("0.yaml"), Samples.BASE);
    for (int at = 0; at < specs.length; at++) {
      Files.writeString(folder.resolve((at + 1) + ".yaml"), Samples.only(specs[at]));
    }
    return new ConfigResolver(() -> null).resolve(List.of("file://" + folder), null, false);
  }
}
