package dev.nodeready.containerd;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.toml.TomlException;
import dev.nodeready.config.toml.TomlText;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One {@code hosts.toml}, by the rules of containerd's reader: what it refuses at a pull, and what
 * it passes over.
 */
final class HostsFile {
  private static final int LONGEST = 1 << 20;
  private static final Set<String> CAPABILITIES = Set.of("pull", "resolve", "push", "referrers");
  private static final Set<String> KEYS =
      Set.of(
          "server",
          "host",
          "capabilities",
          "ca",
          "client",
          "skip_verify",
          "header",
          "override_path",
          "dial_timeout");

  private final Root root;
  private final Path file;
  private final List<Failure> found = new ArrayList<>();

  HostsFile(Root root, Path file) {
    this.root = root;
    this.file = file;
  }

  List<Failure> problems() {
    try {
      file(tree());
    } catch (TomlException e) {
      broken("line " + e.line() + ", column " + e.column() + ": " + e.getMessage());
    } catch (IOException e) {
      broken("it cannot be read: " + Words.of(e));
    }
    return List.copyOf(found);
  }

  /** Those that it has containerd ask; none where it is broken. */
  List<URI> hosts() {
    try {
      return Tree.asTable(tree().get("host")).keySet().stream()
          .map(URI::create)
          .filter(host -> host.getHost() != null)
          .toList();
    } catch (TomlException | IOException | IllegalArgumentException broken) {
      return List.of();
    }
  }

  private Map<String, @Nullable Object> tree() throws TomlException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return TomlText.parse(new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8));
    }
  }

  private void file(Map<String, @Nullable Object> tree) {
    for (String key : tree.keySet()) {
      if (!KEYS.contains(key)) {
        broken("containerd knows no '" + key + "' there, so it does nothing");
      }
    }
    server("", tree);
    if (tree.get("host") instanceof Map<?, ?> hosts) {
      hosts.forEach((name, host) -> {
        if (host instanceof Map<?, ?>) {
          server("host.\"" + name + "\".", Tree.asTable(host));
        } else {
          broken("host.\"" + name + "\" is no table");
        }
      });
    } else if (tree.containsKey("host")) {
      broken("host is no table; write [host.\"https://MIRROR\"]");
    }
  }

  private void server(String at, Map<String, @Nullable Object> server) {
    server.forEach((key, value) -> {
      switch (key) {
        case "server", "dial_timeout" -> want(at + key, value instanceof String, "a text");
        case "skip_verify", "override_path" ->
            want(at + key, value instanceof Boolean, "true or false");
        case "header" -> want(at + key, value instanceof Map, "a table");
        case "capabilities" -> capabilities(at + key, value);
        case "ca", "client" -> files(at + key, value);
        default -> {}
      }
    });
  }

  private void capabilities(String at, @Nullable Object value) {
    if (!(value instanceof List<?> list)) {
      broken(at + " is no list; write [\"pull\", \"resolve\"]");
      return;
    }
    for (Object one : list) {
      want(at, one instanceof String text && CAPABILITIES.contains(text), "of " + CAPABILITIES);
    }
  }

  /** One path, several, or pairs of certificate and key. */
  private void files(String at, @Nullable Object value) {
    switch (value) {
      case String path -> {
        if (path.indexOf('\0') >= 0 || !Files.exists(place(path))) {
          broken(at + " names " + path + ", which is not there");
        }
      }
      case List<?> list -> list.forEach(one -> files(at, one));
      case null, default -> broken(at + " is no path and no list of paths");
    }
  }

  /** A relative path begins at the file. */
  private Path place(String path) {
    return path.startsWith("/") ? root.at(path) : file.resolveSibling(path);
  }

  private void want(String at, boolean good, String wanted) {
    if (!good) {
      broken(at + " is not " + wanted);
    }
  }

  private void broken(String happened) {
    found.add(
        Failure.permanent(
            Code.CONTAINERD_HOSTS_BROKEN,
            "read " + root.nameOf(file) + " as containerd does at a pull",
            happened,
            "mend that file; containerd need not be restarted"));
  }
}
