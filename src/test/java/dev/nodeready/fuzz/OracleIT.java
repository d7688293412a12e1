package dev.nodeready.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.config.MaxPodsExpression;
import dev.nodeready.config.mime.NoNotes;
import dev.nodeready.config.mime.Part;
import dev.nodeready.config.mime.Unpack;
import dev.nodeready.config.mime.UserDataParts;
import dev.nodeready.config.toml.TomlException;
import dev.nodeready.config.toml.TomlText;
import dev.nodeready.net.CallException;
import dev.nodeready.net.ProxyChoice;
import dev.nodeready.tree.Notes;
import dev.nodeready.tree.Place;
import dev.nodeready.tree.TextException;
import dev.nodeready.tree.YamlReader;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Readings of ours against those of the Go libraries that nodeadm, kubelet and containerd read
 * with, over drawn inputs. {@code -Dfuzz.inputs} and {@code -Dfuzz.seed} are as in {@link
 * FuzzTest}.
 */
@Tag("real")
class OracleIT {
  private static final long INPUTS = Long.getLong("fuzz.inputs", 30_000) / 6;
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final Place PLACE = Place.of("f", "f");

  private Oracle oracle;

  @BeforeEach
  void start() throws Exception {
    oracle = Oracle.start();
  }

  @AfterEach
  void stop() {
    oracle.close();
  }

  /** What we make of an input. */
  private interface Reading {
    /** Null where it is refused. */
    @Nullable String of(byte[] input) throws Exception;
  }

  /** Draws inputs. */
  private interface Draw {
    byte[] of(long seed);
  }

  @Test
  void toml_is_what_it_is_to_nodeadm_and_containerd() throws Exception {
    compare("toml", mutated("toml"), OracleIT::toml, OracleIT::same);
    compare("toml", seed -> Drawn.toml(new Random(seed)), OracleIT::toml, OracleIT::same);
  }

  private static @Nullable String toml(byte[] input) {
    try {
      return Canonical.toml(TomlText.parse(new String(input, UTF_8)));
    } catch (TomlException refused) {
      return limited(refused);
    }
  }

  private static @Nullable String limited(Exception refused) {
    String why = String.valueOf(refused.getMessage());
    return why.matches(".*(more than|longer than).*") ? OnPurpose.LIMIT : null;
  }

  @Test
  void yaml_that_nodeadm_reads_is_read_as_the_same() throws Exception {
    compare("yaml", mutated("yaml"), OracleIT::yaml, OracleIT::takenAlike);
    compare("yaml", seed -> Drawn.yaml(new Random(seed)), OracleIT::yaml, OracleIT::takenAlike);
  }

  private static @Nullable String yaml(byte[] input) {
    try {
      return Canonical.json(YamlReader.read(new String(input, UTF_8), PLACE, Notes.NONE).plain());
    } catch (TextException refused) {
      return limited(refused);
    }
  }

  @Test
  void what_is_packed_in_base64_and_gzip_is_unpacked_alike() throws Exception {
    compare("unpack", mutated("user-data"), OracleIT::unpacked, OracleIT::takenAlike);
  }

  private static @Nullable String unpacked(byte[] input) {
    try {
      return HexFormat.of().formatHex(Unpack.unpack(input));
    } catch (IOException refused) {
      return null;
    }
  }

  @Test
  void each_part_that_nodeadm_finds_is_found() throws Exception {
    compare("mime", mutated("user-data"), OracleIT::parts, OracleIT::hasAll);
  }

  private static String parts(byte[] input) {
    List<String> parts = new ArrayList<>();
    for (Part part : UserDataParts.find(input, PLACE, new NoNotes())) {
      parts.add("'" + Canonical.hex(part.text()) + "'");
    }
    return String.join(",", parts);
  }

  @Test
  void the_proxy_of_a_url_is_the_one_of_go_programs() throws Exception {
    compare("proxy", seed -> Drawn.proxy(new Random(seed)), OracleIT::proxy, OracleIT::same);
  }

  private static @Nullable String proxy(byte[] input) {
    String[] lines = new String(input, UTF_8).split("\n", 3);
    Map<String, String> environment =
        Map.of("HTTPS_PROXY", lines[0], "HTTP_PROXY", lines[0], "NO_PROXY", lines[1]);
    try {
      URI chosen = new ProxyChoice(environment).proxyFor(URI.create(lines[2]));
      return chosen == null ? "direct" : chosen.getScheme() + " " + authority(chosen);
    } catch (CallException refused) {
      return null;
    }
  }

  private static String authority(URI uri) {
    return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  @Test
  void an_expression_gives_the_pods_that_it_gives_nodeadm() throws Exception {
    compare("cel", seed -> Drawn.cel(new Random(seed)), OracleIT::pods, OracleIT::same);
    compare("cel", mutated("cel"), OracleIT::pods, OracleIT::same);
  }

  private static @Nullable String pods(byte[] input) {
    return MaxPodsExpression.evaluate(new String(input, UTF_8), 4, 15, 58)
            instanceof MaxPodsExpression.Result.Pods(int count)
        ? String.valueOf(count)
        : null;
  }

  private static Draw mutated(String target) {
    Target chosen = Targets.named(target);
    return seed -> new Mutation(chosen, seed).draw();
  }

  private static boolean same(Oracle.Answer go, @Nullable String ours) {
    return go.taken() ? go.text().equals(ours) : ours == null;
  }

  /** What Go refuses is ours to take. */
  private static boolean takenAlike(Oracle.Answer go, @Nullable String ours) {
    return !go.taken() || go.text().equals(ours);
  }

  /** All that Go has, in its order; cloud-init finds more, and so do we. */
  private static boolean hasAll(Oracle.Answer go, @Nullable String ours) {
    int at = 0;
    for (String part : go.taken() ? go.text().split(",", -1) : new String[0]) {
      int found = String.valueOf(ours).indexOf(part, at);
      if (found < 0) {
        return false;
      }
      at = found + part.length();
    }
    return true;
  }

  private void compare(
      String kind, Draw draw, Reading reading, BiPredicate<Oracle.Answer, @Nullable String> agree)
      throws Exception {
    List<String> differences = new ArrayList<>();
    for (long round = 0; round < INPUTS && differences.size() < 10; round++) {
      long seed = SEED * 1_000_003 + round;
      byte[] input = draw.of(seed);
      if (isText(input) || kind.equals("unpack")) {
        Oracle.Answer go = oracle.ask(kind, input);
        String ours = reading.of(input);
        if (!agree.test(go, ours) && !OnPurpose.differs(kind, input, go, ours)) {
          differences.add(
              "seed %d: %s%n  Go: %s%n  ours: %s"
                  .formatted(seed, shown(input), go, String.valueOf(ours)));
        }
      }
    }
    assertThat(differences).as(String.join("\n", differences)).isEmpty();
  }

  private static String shown(byte[] input) {
    return new String(input, UTF_8);
  }

  private static boolean isText(byte[] input) {
    try {
      var _ = UTF_8.newDecoder().decode(ByteBuffer.wrap(input));
      return true;
    } catch (CharacterCodingException other) {
      return false;
    }
  }
}
