package dev.nodeready.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Confidence;
import dev.nodeready.doctor.Diagnosis;
import dev.nodeready.doctor.Diagnosis.NotLookedAt;
import dev.nodeready.doctor.Evidence;
import dev.nodeready.doctor.Finding;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What pipelines read of an image. */
class JunitTextTest {
  private static final Diagnosis DIAGNOSIS =
      new Diagnosis(
          List.of(
              Finding.failure(
                  Code.KUBELET_FLAG_UNKNOWN,
                  Confidence.SEEN,
                  "kubelet ended at \"<--x>\" & no more",
                  Evidence.of("log of kubelet", "bell \u0007 \ud83d\ude00 <tag>")),
              Finding.warning(
                  Code.HOST_TIME_SYNC_ABSENT,
                  Confidence.LIKELY,
                  "none",
                  Evidence.of("units", "none"))),
          List.of("programs"),
          List.of(new NotLookedAt("kubelet", "it \"does\" not run")));

  private static Element suite() throws Exception {
    byte[] xml = JunitText.of(DIAGNOSIS, "image").getBytes(StandardCharsets.UTF_8);
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml));
    return document.getDocumentElement();
  }

  private static Element test(int at, String child) throws Exception {
    Element test = (Element) suite().getElementsByTagName("testcase").item(at);
    return child.isEmpty() ? test : (Element) test.getElementsByTagName(child).item(0);
  }

  @Test
  void a_suite_counts_failures_and_what_was_not_looked_at() throws Exception {
    assertThat(suite().getAttribute("tests")).isEqualTo("4");
    assertThat(suite().getAttribute("failures")).isEqualTo("1");
    assertThat(suite().getAttribute("skipped")).isEqualTo("1");
    assertThat(suite().getElementsByTagName("testcase").getLength()).isEqualTo(4);
  }

  @Test
  void a_failure_has_its_code_its_sentence_its_evidence_and_its_remedy() throws Exception {
    Element failure = test(0, "failure");

    assertThat(failure.getAttribute("type")).isEqualTo("KUBELET_FLAG_UNKNOWN");
    assertThat(failure.getAttribute("message")).isEqualTo("kubelet ended at \"<--x>\" & no more");
    assertThat(failure.getTextContent())
        .contains("evidence: log of kubelet: bell ? \ud83d\ude00 <tag>")
        .contains("remedy: " + Code.KUBELET_FLAG_UNKNOWN.remedy());
  }

  @Test
  void a_warning_passes_and_its_words_are_output() throws Exception {
    assertThat(test(1, "").getAttribute("name")).isEqualTo("HOST_TIME_SYNC_ABSENT");
    assertThat(test(1, "").getElementsByTagName("failure").getLength()).isZero();
    assertThat(test(1, "system-out").getTextContent())
        .contains("HOST_TIME_SYNC_ABSENT (warning, likely)", "remedy: ");
  }

  @Test
  void what_was_not_looked_at_is_skipped_with_the_reason() throws Exception {
    assertThat(test(2, "").getAttribute("name")).isEqualTo("programs");
    assertThat(test(3, "skipped").getAttribute("message")).isEqualTo("it \"does\" not run");
  }
}
