package dev.nodeready.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What this build is, written into the jar by the build. */
public final class Version {
  private static final Properties BUILD = load();

  private Version() {}

  /** The version, such as {@code 0.1.0}. */
  public static String number() {
    return BUILD.getProperty("version", "unknown");
  }

  /** What {@code --version} prints. */
  public static String line() {
    return "nodeready " + number() + " (" + revision() + ")";
  }

  /** The commit that it was built from. */
  public static String revision() {
    return BUILD.getProperty("revision", "unknown");
  }

  private static Properties load() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("/dev/nodeready/version.properties")) {
      if (in != null) {
        properties.load(in);
      }
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
