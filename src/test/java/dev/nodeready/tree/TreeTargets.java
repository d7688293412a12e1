package dev.nodeready.tree;

import dev.nodeready.fuzz.Scratch;
import dev.nodeready.fuzz.Target;
import java.util.List;

/** YAML and JSON, of people and of programs. */
public final class TreeTargets {
  private static final Place PLACE = Place.of("f", "f");

  private TreeTargets() {}

  public static List<Target> all() {
    return List.of(
        Target.of("yaml", text -> YamlReader.read(text, PLACE, Notes.NONE).plain())
            .from(Scratch.sources("src/test/resources/cases", ".yaml"))
            .from("a: &x {b: [1, 2.5, 0x1f, ~, yes]}\nc: {<<: *x, <<: [*x, *x]}\n? d\n: |\n  t\n")
            .from("--- !!map\n'k': !!int '1'\n\"e\\u00e9\": >-\n  f\n  g\n...\n---\nother\n")
            .with("&a ", "*a", "<<: ", "!!int ", "!!binary ", "!<x> ", "|2-\n", ">\n", "? ", "- ")
            .with(": ", "\n  ", "%YAML 1.1\n", "---\n", "...\n", "{", "}", "[", ",", ".inf", "1:30")
            .failing(TextException.class),
        Target.of("json", text -> JsonReader.read(text, PLACE, Notes.NONE).plain())
            .from(Scratch.sources("src/test/resources/cases", ".json"))
            .from("{\"a\":[1,-2.5e3,true,null,\"\\ud83d\\ude00\"]}")
            .with("\\u0000", "\\ud83d", "1e400", "-0", ",", "[[", "{\"a\":")
            .failing(TextException.class),
        Target.of("json-answer", text -> JsonObject.read(text, "answer"))
            .from(Scratch.sources("src/test/resources/cases", ".json"))
            .from("{\"a\":[1,-2.5e3,true,null,\"\\ud83d\\ude00\"]}")
            .with("\\u0000", "\\ud83d", "1e400", "-0", ",", "[[", "{\"a\":")
            .failing(TextException.class));
  }
}
