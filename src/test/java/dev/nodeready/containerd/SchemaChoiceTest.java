package dev.nodeready.containerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.config.toml.TomlText;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.ProgramVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Only a number that containerd ends at, or names that nodeadm ends at, keep a node from booting.
 */
class SchemaChoiceTest {
  private static final String OLD = "[plugins.'io.containerd.grpc.v1.cri']\nsandbox_image = 'a'\n";
  private static final String NEW = "[plugins.'io.containerd.cri.v1.images']\nsnapshotter = 'a'\n";

  @ParameterizedTest
  @CsvSource({
    "1.7.27, 2, V2, false",
    "2.0.5, 1, V2, true",
    "2.0.5, 2, V2, true",
    "2.0.5, 3, V3, false",
    "2.4.2, 4, V4, false",
    "1.7.27, 3, V2, false"
  })
  void keys_of_schema_2_are_taken_under_any_number_that_containerd_reads(
      String containerd, int version, Schema schema, boolean migrate) throws Exception {
    SchemaChoice choice = choice(containerd, "version = " + version + "\n" + OLD);
    assertThat(choice.schema()).isEqualTo(schema);
    assertThat(choice.migrate()).isEqualTo(migrate);
    assertThat(choice.users()).containsEntry("version", (long) schema.version);
    assertThat(choice.warnings().isEmpty()).isEqualTo(version == 2);
  }

  @Test
  void names_of_schema_3_count_more_than_a_number_that_says_2() throws Exception {
    SchemaChoice choice = choice("2.0.5", "version = 2\n" + NEW);
    assertThat(choice.schema()).isEqualTo(Schema.V3);
    assertThat(choice.users()).containsEntry("version", 3L);
    assertThat(choice.warnings())
        .singleElement()
        .extracting(Failure::happened)
        .asString()
        .contains("says version = 2");
  }

  @ParameterizedTest
  @CsvSource({"0, V3, false", "2, V2, true", "3, V3, false"})
  void names_of_both_schemas_are_a_warning(int version, Schema schema, boolean migrate)
      throws Exception {
    String number = version == 0 ? "" : "version = " + version + "\n";
    SchemaChoice choice = choice("2.0.5", number + NEW + OLD);
    assertThat(choice.schema()).isEqualTo(schema);
    assertThat(choice.migrate()).isEqualTo(migrate);
    assertThat(choice.warnings()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"2.0.5, 4", "2.4.2, 5"})
  void a_number_that_containerd_ends_at_is_refused(String containerd, int version) {
    assertThatThrownBy(() -> choice(containerd, "version = " + version + "\n"))
        .hasMessageContaining("CONTAINERD_CONFIG_SCHEMA");
  }

  private static SchemaChoice choice(String containerd, String toml) throws Exception {
    return SchemaChoice.of(ProgramVersion.find(containerd), TomlText.parse(toml));
  }
}
