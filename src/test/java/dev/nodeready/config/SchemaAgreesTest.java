package dev.nodeready.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.nodeready.Cases;
import dev.nodeready.catalogue.Code;
import dev.nodeready.config.json.Json;
import dev.nodeready.config.mime.NoNotes;
import dev.nodeready.config.mime.Part;
import dev.nodeready.config.mime.UserDataParts;
import dev.nodeready.config.schema.Field;
import dev.nodeready.config.schema.JsonSchema;
import dev.nodeready.config.schema.Schema;
import dev.nodeready.config.schema.Type;
import dev.nodeready.tree.Notes;
import dev.nodeready.tree.Place;
import dev.nodeready.tree.TextException;
import dev.nodeready.tree.Value;
import dev.nodeready.tree.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The JSON schema, as a validator reads it, against {@code config check}: a document that check is
 * content with is valid, and what check finds wrong with the form of one is invalid.
 */
class SchemaAgreesTest {
  private static final com.networknt.schema.JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(JsonSchema.text());

  private static final Path FIELD_INPUTS =
      Path.of("../shared/field-inputs").toAbsolutePath().normalize();

  /** What a field may be given: nothing, the right, the nearly right, and other kinds. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "''",
          "true",
          "3",
          "-1",
          "0.5",
          "1000",
          "[]",
          "[null]",
          "[a]",
          "[3]",
          "['']",
          "[{}]",
          "{}",
          "{a: null}",
          "{a: b}",
          "{a: true}",
          "{a: {b: c}}",
          "{a: {b: null}}",
          "{a: {b: 1}}",
          "90s",
          "1h30m",
          "soon",
          "raid0",
          "RAID0",
          "none",
          "None",
          "xfs",
          "ready",
          "ec2",
          "degrade",
          "[SOCI]",
          "[soci]",
          "'a b'",
          "YWJj",
          "'YW Jj'",
          "'%%%'",
          "node.eks.aws/__internal",
          "node.eks.aws/v1alpha1",
          "NodeConfig",
          "[{device: /dev/xvdb, mountTargets: [/data]}]",
          "[{device: null, mountTargets: [/data]}]",
          "[{device: /dev/xvdb, mountTargets: []}]",
          "[{device: /dev/xvdb, mountTargets: [/data], fsType: zfs}]",
          "[{device: ''}]");

  static Stream<String> fields() {
    List<String> paths = new ArrayList<>();
    collect(Schema.DOCUMENT, "", paths);
    return paths.stream();
  }

  private static void collect(Type.Struct struct, String parent, List<String> paths) {
    for (Field field : struct.fields()) {
      String path = Paths.member(parent, field.name());
      paths.add(path);
      if (field.type() instanceof Type.Struct inner) {
        collect(inner, path, paths);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("fields")
  void every_value_of_every_field_gets_one_answer(String path) throws Exception {
    List<String> differ = new ArrayList<>();
    for (String value : VALUES) {
      String document = withField(path, value);
      String difference = difference(document, tree(document));
      if (!difference.isEmpty()) {
        differ.add(value + ": " + difference);
      }
    }
    assertThat(differ).isEmpty();
  }

  /** {@link Samples#BASE} with the field in its place, in flow style, and yet no JSON. */
  private static String withField(String path, String value) throws TextException {
    Map<String, Object> document = mutable(Objects.requireNonNull(tree(Samples.BASE).plain()));
    Map<String, Object> at = document;
    String[] names = path.split("\\.", -1);
    for (String name : List.of(names).subList(0, names.length - 1)) {
      at = mutable(at.computeIfAbsent(name, missing -> new LinkedHashMap<>()), at, name);
    }
    at.put(names[names.length - 1], "@@@");
    return "# YAML\n" + Json.compact(document).replace("\"@@@\"", value);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> mutable(Object map) {
    return new LinkedHashMap<>((Map<String, Object>) map);
  }

  private static Map<String, Object> mutable(Object map, Map<String, Object> parent, String name) {
    Map<String, Object> copy = mutable(map);
    parent.put(name, copy);
    return copy;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kublet: {}",
        "cluster: {nam: x}",
        "instance: {environment: {kubelet: null}}",
        "hybrid: {}",
        "instance: {localStorage: {strategy: raid0}}",
        "bootstrap: {join: maybe}",
        "bootstrap: {sandboxMissing: x}",
        "featureGates: {a: null}",
        "kubelet: null",
        "instance: {environment: {a: {b: 1}}}"
      })
  void what_was_seen_to_differ_gets_one_answer(String spec) throws Exception {
    String document = Samples.baseWith(spec);
    assertThat(difference(document, tree(document))).isEmpty();
  }

  @Test
  void inputs_from_the_field_and_cases_of_both_projects_get_one_answer() throws Exception {
    List<String> differ = new ArrayList<>();
    int looked = 0;
    for (Path file : files()) {
      for (Value document : documents(file)) {
        looked++;
        String difference = difference(Json.compact(document.plain()), document);
        if (!difference.isEmpty()) {
          differ.add(file + ": " + difference);
        }
      }
    }
    assertThat(differ).isEmpty();
    assertThat(looked).isGreaterThan(20);
  }

  private static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    List<Path> folders = new ArrayList<>(Cases.all().map(Cases::folder).toList());
    folders.add(Path.of("src/test/resources/boots"));
    if (Files.isDirectory(FIELD_INPUTS)) {
      folders.add(FIELD_INPUTS);
    }
    for (Path folder : folders) {
      try (Stream<Path> all = Files.walk(folder)) {
        all.filter(file -> file.toString().matches(".*\\.(yaml|mime)")).forEach(files::add);
      }
    }
    return files;
  }

  /** The NodeConfigs in a file, as far as they can be read. */
  private static List<Value> documents(Path file) throws IOException {
    List<Value> documents = new ArrayList<>();
    Place place = Place.of("file", file.toString());
    for (Part part : UserDataParts.find(Files.readAllBytes(file), place, new NoNotes())) {
      nodeConfig(part.text()).ifPresent(documents::add);
    }
    return documents;
  }

  private static Optional<Value> nodeConfig(String text) {
    try {
      Value value = tree(text);
      boolean says = value instanceof Value.Obj object && object.get("apiVersion") != null;
      return says ? Optional.of(value) : Optional.empty();
    } catch (TextException e) {
      return Optional.empty(); // Neither can say anything of what is no YAML.
    }
  }

  private static Value tree(String text) throws TextException {
    return YamlReader.read(text, Place.of("test", "test"), Notes.NONE);
  }

  /** How the two answers differ; empty where they do not. */
  private static String difference(String document, Value tree) throws Exception {
    Set<ValidationMessage> invalid = SCHEMA.validate(json(tree), InputFormat.JSON);
    List<Problem> found = Problems.failing(Samples.check(document), true);
    List<Problem> form = found.stream().filter(SchemaAgreesTest::isOfForm).toList();
    if (invalid.isEmpty()) {
      return form.isEmpty() ? "" : "valid, but check says " + form;
    }
    return found.isEmpty() ? "check is content, but it is invalid: " + invalid : "";
  }

  private static String json(Value tree) throws JsonProcessingException {
    return new ObjectMapper().writeValueAsString(tree.plain());
  }

  /** Whether a schema can tell of one document alone. */
  private static boolean isOfForm(Problem problem) {
    return switch (problem.code()) {
      case Code.CONFIG_FIELD_UNKNOWN,
          Code.CONFIG_GROUP_WRONG,
          Code.CONFIG_KIND_WRONG,
          Code.CONFIG_VERSION_UNKNOWN ->
          true;
      case Code.CONFIG_TYPE_WRONG -> true;
      case Code.CONFIG_CA_INVALID -> !problem.text().contains("cut off");
      case Code.CONFIG_VALUE_INVALID -> problem.text().contains("is not known");
      default -> false;
    };
  }
}
