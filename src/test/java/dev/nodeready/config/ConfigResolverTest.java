package dev.nodeready.config;

import static dev.nodeready.config.Samples.BASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.FailureException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigResolverTest {
  @TempDir Path folder;

  @Test
  void reads_a_plain_document_from_user_data() throws Exception {
    ResolvedConfig resolved = Samples.resolve(BASE);

    assertThat(resolved.config().cluster().name()).isEqualTo("my-cluster");
    assertThat(resolved.config().bootstrap()).isEqualTo(Bootstrap.DEFAULTS);
    assertThat(resolved.problems()).isEmpty();
    assertThat(resolved.needsFacts()).isTrue();
    assertThat(resolved.origins().at("spec.cluster.name")).hasToString("imds://user-data:5:5");
  }

  @Test
  void reads_the_files_of_a_folder_in_order_of_their_names() throws Exception {
    write(
        "20-b.json",
        "{\"apiVersion\":\"node.eks.aws/v1alpha1\",\"kind\":\"NodeConfig\",\"spec\":{\"cluster\":{\"name\":\"later\"}}}");
    write("10-a.YAML", BASE);
    write("notes.txt", "nothing");
    write(".hidden.swp", "nothing");
    Files.createDirectory(folder.resolve("sub.yaml"));

    assertThat(resolveFolder().config().cluster().name()).isEqualTo("later");
  }

  @Test
  void takes_what_other_sources_say_where_a_folder_is_empty() throws Exception {
    Path file = Files.writeString(folder.resolve("base.yaml"), BASE);
    Path empty = Files.createDirectory(folder.resolve("empty"));

    ResolvedConfig resolved =
        noUserData().resolve(List.of("file://" + file, "file://" + empty), null, false);

    assertThat(resolved.config().cluster().name()).isEqualTo("my-cluster");
    assertThat(resolved.problems()).extracting(Problem::code).containsExactly(Code.CONFIG_NONE);
  }

  @Test
  void says_what_it_looked_at_where_no_source_gives_anything() throws Exception {
    assertThatThrownBy(this::resolveFolder)
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().code()).isEqualTo(Code.CONFIG_NONE);
              assertThat(e.failure().happened()).contains(folder.toString());
            });
  }

  @Test
  void tells_all_missing_fields_together() throws Exception {
    assertThatThrownBy(() -> Samples.resolve(Samples.HEAD + "  cluster: {}\n"))
        .isInstanceOfSatisfying(
            FailureException.class,
            e ->
                assertThat(e.failure().happened())
                    .contains(
                        "spec.cluster.name: is missing",
                        "spec.cluster.apiServerEndpoint: is missing",
                        "spec.cluster.certificateAuthority: is missing",
                        "spec.cluster.cidr: is missing"));
  }

  @Test
  void names_the_unknown_field_that_was_probably_meant() throws Exception {
    assertThatThrownBy(() -> Samples.resolve(BASE.replace("name:", "name-not-real:")))
        .hasMessageContaining("imds://user-data:5:5: spec.cluster.name: is missing")
        .hasMessageContaining("spec.cluster.name-not-real")
        .hasMessageContaining("did you mean spec.cluster.name?");
  }

  @Test
  void goes_on_with_an_unknown_field_unless_strict() throws Exception {
    String text = BASE + "  kublet: {}\n";
    ConfigResolver resolver = new ConfigResolver(() -> Samples.bytes(text));

    assertThat(resolver.resolve(List.of(), null, false).problems())
        .extracting(Problem::toLine)
        .singleElement()
        .asString()
        .isEqualTo(
            "imds://user-data:9:3: spec.kublet: unknown field 'kublet', which is ignored;"
                + " did you mean spec.kubelet?");
    assertThatThrownBy(() -> resolver.resolve(List.of(), null, true))
        .hasMessageStartingWith(Code.CONFIG_FIELD_UNKNOWN.name());
  }

  @Test
  void a_document_can_ask_for_strictness_itself() throws Exception {
    assertThatThrownBy(() -> Samples.resolve(BASE + "  kublet: {}\n  bootstrap: {strict: true}\n"))
        .hasMessageStartingWith(Code.CONFIG_FIELD_UNKNOWN.name());
  }

  @Test
  void tells_kind_group_and_version_apart() throws Exception {
    assertThatThrownBy(() -> Samples.resolve(BASE.replace("kind: NodeConfig", "kind: Pod")))
        .hasMessageStartingWith(Code.CONFIG_KIND_WRONG.name());
    assertThatThrownBy(() -> Samples.resolve(BASE.replace("node.eks.aws/", "apps/")))
        .hasMessageStartingWith(Code.CONFIG_GROUP_WRONG.name());
    assertThatThrownBy(() -> Samples.resolve(BASE.replace("v1alpha1", "v1beta9")))
        .hasMessageStartingWith(Code.CONFIG_VERSION_UNKNOWN.name());
  }

  @Test
  void refuses_a_source_of_an_unknown_kind() throws Exception {
    assertThatThrownBy(() -> noUserData().resolve(List.of("s3://bucket/x"), null, false))
        .hasMessageStartingWith(Code.CONFIG_SCHEME_UNSUPPORTED.name());
    assertThatThrownBy(() -> noUserData().resolve(List.of("/etc/x.yaml"), null, false))
        .hasMessageContaining("file:///etc/x.yaml");
    // A word of the catalogue's own, as the name of somebody's file.
    assertThatThrownBy(() -> noUserData().resolve(List.of("IMAGE"), null, false))
        .hasMessageContaining("write file://IMAGE");
  }

  @Test
  void garbage_in_user_data_costs_nothing_where_a_file_gives_the_configuration() throws Exception {
    write("a.yaml", BASE);
    ConfigResolver resolver = new ConfigResolver(() -> Samples.bytes("a: [1"));

    ResolvedConfig resolved =
        resolver.resolve(List.of("imds://user-data", "file://" + folder), null, false);

    assertThat(resolved.config().cluster().name()).isEqualTo("my-cluster");
    assertThat(resolved.problems()).extracting(Problem::code).containsExactly(Code.CONFIG_SYNTAX);
  }

  private ResolvedConfig resolveFolder() throws InterruptedException {
    return noUserData().resolve(List.of("file://" + folder), null, false);
  }

  private static ConfigResolver noUserData() {
    return new ConfigResolver(() -> null);
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
  }
}
