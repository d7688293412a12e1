package dev.nodeready.records;

import dev.nodeready.fuzz.Target;
import dev.nodeready.report.NewerShapeException;
import java.util.List;

/** Records of boots, which a full disk or a power cut may have torn. */
public final class RecordTargets {
  private static final String RECORD =
      """
      {"up":10.000000,"event":"run","schema":1,"number":7,"kind":"boot","command":"daemon","bootId":"b","version":"1","process":{"pid":1,"started":"no such"},"at":"2026-01-01T00:00:00Z"}
      {"up":10.000000,"event":"step","phase":"runtime","step":"await-cri"}
      {"up":10.500000,"event":"wait","phase":"runtime","step":"await-cri","for":"containerd","because":"no socket","left":299.5}
      {"up":11,"event":"resumed","phase":"runtime","step":"await-cri"}
      {"up":11.5,"event":"attempt","phase":"runtime","step":"await-cri","number":2}
      {"up":12,"event":"ended","phase":"runtime","step":"await-cri","outcome":"unchanged","seconds":2,"attempts":2}
      {"up":13,"event":"flap","phase":"runtime","step":"await-cri","text":"away"}
      {"up":14,"event":"verdict","state":"failed","exitCode":75,"failure":{"code":"CRI_ERROR","happened":"h","remedy":"r","causes":[{"code":"A","what":"w"}]}}
      {"up":15,"event":"machine","ownKernel":true,"stages":{"kernel":1.5,"initrd":2},"units":[{"unit":"a.service","started":3,"active":4}]}
      """;

  private static final String JOURNAL =
      """
      [    4.500000] node systemd[1]: Starting containerd.service - containerd container runtime...
      [    4.600000] node containerd[125]: time="2026-01-01T00:00:04Z" level=info msg="starting containerd" revision=1 version=2.2.1
      [    4.650000] node containerd[125]: time="2026-01-01T00:00:04Z" level=info msg="containerd successfully booted in 0.05s"
      """;

  private RecordTargets() {}

  public static List<Target> all() {
    return List.of(
        Target.of("record", RecordTargets::tell)
            .from(RECORD)
            .with(
                "\"up\":", "\"event\":\"", "\"1e999999999\"", "\"-9e18\"", "9223372036", "\n", "{}")
            .with("\"seconds\":", "\"step\"", "\"ended\"", "\"wait\"", "\"machine\"", "\"verdict\"")
            .failing(NewerShapeException.class),
        Target.of("runtime-log", RuntimeLog::stretches)
            .from(JOURNAL)
            .with("[", "] ", "msg=\"", "999999999.999999", "Start recovering state", "\n"));
  }

  /** What is read of it is told in all ways. */
  private static void tell(String text) throws NewerShapeException {
    Story story = StoryReader.read(7, text);
    for (Analysis.View view : Analysis.View.values()) {
      Analysis analysis = Analysis.of(story, view, List.of());
      String _ = AnalysisText.of(analysis);
      String _ = AnalysisSvg.of(analysis);
    }
    Object _ = story.slowest();
    Object _ = story.toReady();
  }
}
