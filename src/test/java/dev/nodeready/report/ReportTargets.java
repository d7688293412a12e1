package dev.nodeready.report;

import dev.nodeready.fuzz.Scratch;
import dev.nodeready.fuzz.Target;
import java.io.IOException;
import java.util.List;

/** The status file, which another version may have written. */
public final class ReportTargets {
  private static final String WAITING =
      """
      {"schema":1,"state":"running","process":{"pid":1,"started":"1"},"phase":"runtime","step":"await-cri",
      "waiting":{"for":"containerd","because":"no socket","elapsedSeconds":1.5,"leftSeconds":298.5},"flaps":2,
      "steps":[{"phase":"a","name":"b","outcome":"changed","seconds":1.5,"attempts":1,"waitedSeconds":1}],
      "failure":{"code":"CRI_ERROR","tried":"t","happened":"h","remedy":"r","causes":[{"what":"w"}]},
      "watch":{"findings":[{"code":"A","since":"x"}],"process":{"pid":1,"started":"1"}},"join":{"node":"n"}}
      """;

  private ReportTargets() {}

  public static List<Target> all() {
    return List.of(
        Target.of("status", ReportTargets::show)
            .from(Scratch.sources("src/test/resources/earlier", "status.json"))
            .from(WAITING)
            .with("\"seconds\":", "1e400", "-1e400", "null", "[]", "{}", "true", "\"failed\"")
            .failing(IOException.class));
  }

  private static void show(String text) throws IOException {
    StatusView view = new StatusView(StatusReader.parse(text));
    String _ = view.text();
    Object _ = view.fields();
    int _ = view.exitCode();
  }
}
