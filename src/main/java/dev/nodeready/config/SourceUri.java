package dev.nodeready.config;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** Where a configuration comes from. */
public sealed interface SourceUri {
  /** The source that is read where none is given. */
  String DEFAULT = "imds://user-data";

  /** The URI as it was given. */
  String uri();

  /** The user data of the instance; what follows the scheme says nothing. */
  record Imds(String uri) implements SourceUri {}

  /** A file, or a folder whose yaml, yml and json files are read in order. */
  record File(String uri, Path path) implements SourceUri {}

  /**
   * Reads a URI as nodeadm does: {@code file:///abs}, {@code file://relative} or {@code
   * imds://any}.
   *
   * @throws dev.nodeready.failure.FailureException with {@link Codes#SCHEME} when it is none
   */
  static SourceUri parse(String uri) {
    int colon = uri.indexOf(':');
    String scheme = colon < 0 ? "" : uri.substring(0, colon).toLowerCase(Locale.ROOT);
    if (scheme.equals("imds")) {
      return new Imds(uri);
    }
    String rest = uri.substring(colon + 1);
    if (!scheme.equals("file") || !rest.startsWith("/")) {
      // The command line is to be corrected, and not the NodeConfig.
      throw Failure.permanent(
              Code.CONFIG_SCHEME_UNSUPPORTED,
              "read the configuration",
              "unsupported configuration source " + Suggest.quote(uri),
              colon < 0 ? "write file://" + uri : Code.CONFIG_SCHEME_UNSUPPORTED.remedy())
          .asException();
    }
    String path = rest.startsWith("//") ? rest.substring(2) : rest;
    return new File(uri, Path.of(decode(cut(cut(path, '#'), '?'))));
  }

  private static String cut(String text, char from) {
    int at = text.indexOf(from);
    return at < 0 ? text : text.substring(0, at);
  }

  private static String decode(String path) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at++) {
      int high = at + 2 < bytes.length ? Character.digit(bytes[at + 1], 16) : -1;
      int low = at + 2 < bytes.length ? Character.digit(bytes[at + 2], 16) : -1;
      if (bytes[at] == '%' && high >= 0 && low >= 0 && (high | low) != 0) {
        out.write(high << 4 | low);
        at += 2;
      } else {
        out.write(bytes[at]);
      }
    }
    return out.toString(StandardCharsets.UTF_8).replace("\0", "");
  }
}
