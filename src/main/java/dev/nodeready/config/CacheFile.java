package dev.nodeready.config;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.CachedConfig.Stamp;
import dev.nodeready.config.ConfigJson.Members;
import dev.nodeready.config.json.Json;
import dev.nodeready.config.schema.Schema;
import dev.nodeready.failure.Words;
import dev.nodeready.tree.JsonObject;
import dev.nodeready.tree.Origin;
import dev.nodeready.tree.Place;
import dev.nodeready.tree.TextException;
import dev.nodeready.tree.Value;
import dev.nodeready.tree.Value.Obj;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The file in which a run keeps what it resolved ({@code --config-cache}): nodeadm's own form, so
 * that either program reads the other's, with one more member that says who wrote it. Whoever
 * writes it gives it mode 0600, since environment variables may hold secrets.
 */
public final class CacheFile {
  private static final int LONGEST = 10 << 20;

  private CacheFile() {}

  /**
   * What the file holds.
   *
   * @param problems hears why it cannot be used
   * @return null where there is no file, or none that can be used
   */
  public static @Nullable CachedConfig read(Path file, Consumer<Problem> problems) {
    try (InputStream in = Files.exists(file) ? Files.newInputStream(file) : null) {
      if (in == null) {
        return null;
      }
      return parse(new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8), file.toString());
    } catch (TextException e) {
      problems.accept(
          broken(
              e.origin(),
              "the cache is broken: " + e.getMessage(),
              "nothing to do: the next run writes it anew (nodeready init)"));
    } catch (IOException e) {
      problems.accept(
          broken(
              null,
              file + " cannot be read: " + Words.of(e),
              "name another file with --config-cache"));
    }
    return null;
  }

  private static Problem broken(@Nullable Origin origin, String text, String remedy) {
    return new Problem(Severity.WARNING, Code.CONFIG_CACHE_BROKEN, "", origin, text, remedy);
  }

  /**
   * Reads nodeadm's form and ours, with or without kind and apiVersion.
   *
   * @param document what to call the text in messages
   * @throws TextException when it is no JSON object
   */
  static CachedConfig parse(String text, String document) throws TextException {
    Place place = Place.of("cache", document);
    Obj whole = (Obj) Value.of(JsonObject.read(text, document), place.whole());
    Obj known = new TreeCheck(problem -> {}).struct(whole, Schema.DOCUMENT, "");
    Reading members = new Reading(whole);
    return new CachedConfig(
        NodeConfigReader.document(known),
        StatusJson.read(members.below("status")),
        stamp(members.below("nodeready")));
  }

  private static @Nullable Stamp stamp(Reading stamp) {
    return stamp.object() == null
        ? null
        : new Stamp(stamp.text("version"), stamp.text("instanceId"), stamp.text("bootId"));
  }

  /** One line of JSON with its newline. */
  public static String render(NodeConfig config, @Nullable NodeStatus status, Stamp stamp) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("metadata", Map.of());
    document.put("spec", ConfigJson.spec(config));
    document.put("status", status == null ? Map.of() : StatusJson.write(status));
    Members by = new Members();
    by.add("version", stamp.version());
    by.add("instanceId", stamp.instanceId());
    by.add("bootId", stamp.bootId());
    document.put("nodeready", by.map);
    return Json.compact(document) + "\n";
  }
}
