package dev.nodeready.config.toml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.fuzz.Scratch;
import dev.nodeready.fuzz.Target;
import java.util.List;

/** TOML, which is read or refused, and reads again once written. */
public final class TomlTargets {
  private TomlTargets() {}

  public static List<Target> all() {
    return List.of(
        Target.of("toml", TomlTargets::read)
            .from(Scratch.sources("src/test/resources/cases", ".toml"))
            .from("a = 1\n[t]\n[[l]]\na.b.c = 'x'\n[t.u]\n[[l.m]]\n\"q k\" = 1.5\n")
            .from("d = 2020-01-01T00:00:00Z\ni = {x = [1, {y = 2}], z.w = true}\n")
            .from("s = \"\"\"a\nb\"\"\"\n# c\ne = []\nf = 0x1f\ng = -inf\nh = 07:32:00\n")
            .with("[[", "]]", "[a]\n", "[[a]]\n", "a.b", " = ", "{", "\"\"\"", "'''", "\\u00e9")
            .with("\\U0001F600", "1979-05-27", "07:32:00.5", "+inf", "1e5", "0b1", "_", "# c\n")
            .failing(TomlException.class));
  }

  private static void read(String text) throws TomlException {
    try {
      String written = TomlText.write(TomlText.parse(text));
      assertThat(TomlText.write(TomlText.parse(written))).isEqualTo(written);
    } catch (TomlException e) {
      assertThat(e.line()).isPositive();
      throw e;
    }
  }
}
