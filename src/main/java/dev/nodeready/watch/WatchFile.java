package dev.nodeready.watch;

import dev.nodeready.config.json.Json;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.ProcessId;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import dev.nodeready.tree.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a watch has found, in {@code /run/nodeready/watch.json}, for any user: {@code nodeready
 * status} shows it as {@code watch}. It goes when the watch is ended.
 */
public final class WatchFile {
  static final String PATH = "/run/nodeready/watch.json";

  private static final long SCHEMA = 1;
  private static final int MOST_BYTES = 1 << 20;
  private static final Logger LOG = LoggerFactory.getLogger(WatchFile.class);

  private final FileStore files;
  private final UnaryOperator<String> redact;

  /**
   * The file of a machine.
   *
   * @param redact takes secrets out of the text
   */
  WatchFile(Root root, UnaryOperator<String> redact) {
    files = new FileStore(root).volatileCopy();
    this.redact = redact;
  }

  void write(WatchState state) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("schema", SCHEMA);
    ProcessId own = ProcessId.own();
    fields.put("process", Map.of("pid", own.pid(), "started", own.started()));
    fields.put("startedAt", text(state.startedAt()));
    fields.put("updatedAt", text(state.updatedAt()));
    fields.put("findings", state.findings().stream().map(WatchFile::members).toList());
    fields.put("mended", (long) state.mended());
    fields.put("lastMended", state.lastMended().isEmpty() ? null : state.lastMended());
    try {
      boolean _ = files.apply(RenderedFile.text(PATH, redact.apply(Json.pretty(fields, 2)) + "\n"));
    } catch (FailureException e) {
      LOG.warn("the watch goes on without its file: {}", e.failure().toLine());
    }
  }

  private static Map<String, Object> members(Finding finding) {
    Map<String, Object> members = new LinkedHashMap<>(finding.failure().members());
    members.put("since", text(finding.since()));
    return members;
  }

  private static String text(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  void takeAway() {
    try {
      boolean _ = files.remove(PATH);
    } catch (FailureException e) {
      LOG.debug("The file names a process that is gone", e);
    }
  }

  /** What the watch over a machine has written; empty where there is none, or none that reads. */
  public static Optional<Map<String, @Nullable Object>> read(Root root) {
    try (InputStream in = Files.newInputStream(root.at(PATH))) {
      String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
      return Optional.of(JsonObject.read(text, "watch"));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.debug("The file of the watch cannot be read", e);
      return Optional.empty();
    }
  }
}
