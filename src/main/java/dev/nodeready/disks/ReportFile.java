package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.json.Json;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import dev.nodeready.tree.Fields;
import dev.nodeready.tree.TextException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the setup of the disks stands that runs in its unit: it is asked for in one file and tells in
 * another, both of this boot.
 */
public final class ReportFile {
  /** What is asked for, one word a line. */
  private static final String ORDER = "/run/nodeready/disks.order";

  /** Where it tells. */
  static final String PATH = "/run/nodeready/disks.json";

  private static final int MOST = 1 << 20;

  private final Root root;
  private final FileStore files;

  /** The files of the machine below {@code root}. */
  public ReportFile(Root root) {
    this.root = root;
    files = new FileStore(root).volatileCopy();
  }

  /**
   * What it told last.
   *
   * @param words which order it is about
   * @param says for people: what it is at
   * @param report how it ended; empty while it has not, and where it failed
   * @param failure how it failed
   */
  record Told(
      List<String> words, String says, Optional<Report> report, Optional<Failure> failure) {}

  /** Asks, and forgets what was told before. */
  void ask(List<String> words) {
    boolean _ = files.remove(PATH);
    files.apply(RenderedFile.text(ORDER, String.join("\n", words) + "\n"));
  }

  /** What is asked for; empty for nothing. */
  public List<String> asked() {
    return text(ORDER).lines().filter(line -> !line.isEmpty()).toList();
  }

  /** Tells that it is at work. */
  public void tell(List<String> words, String says) {
    write(words, says, null, null);
  }

  /** Tells how it ended. */
  public void done(List<String> words, Report report) {
    write(words, "", report, null);
  }

  /** Tells how it failed. */
  public void failed(List<String> words, Failure failure) {
    write(words, "", null, failure);
  }

  private void write(
      List<String> words, String says, @Nullable Report report, @Nullable Failure failure) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("schema", 1L);
    members.put("order", words);
    members.put("says", says);
    members.put("report", report == null ? null : report.members());
    members.put("failure", failure == null ? null : failure.members());
    files.apply(RenderedFile.text(PATH, Json.pretty(members, 2) + "\n"));
  }

  /** What it told last; empty where it has told nothing that can be read. */
  Optional<Told> read() {
    try {
      Fields fields = Fields.ofJson(text(PATH));
      return Optional.of(
          new Told(
              fields.texts("order"),
              fields.text("says"),
              fields.names().contains("report") && !fields.at("report").names().isEmpty()
                  ? Optional.of(report(fields.at("report")))
                  : Optional.empty(),
              failure(fields.at("failure"))));
    } catch (TextException e) {
      return Optional.empty();
    }
  }

  private static Report report(Fields fields) {
    Report report = new Report();
    fields.texts("did").forEach(report::did);
    fields.texts("is").forEach(report::is);
    fields.list("looks").forEach(look -> failure(look).ifPresent(report::needsALook));
    return report;
  }

  private static Optional<Failure> failure(Fields fields) {
    if (fields.names().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Failure(
            Code.named(fields.text("code")).orElse(Code.HOST_LOCAL_DISKS_FAILED),
            fields.flag("permanent"),
            fields.text("tried"),
            fields.text("happened"),
            fields.text("remedy")));
  }

  private String text(String path) {
    Path file = root.at(path);
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
    } catch (IOException e) {
      // It is not there yet.
      return "";
    }
  }
}
