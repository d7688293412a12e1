package dev.nodeready.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The limits of the EC2 instance types that were known when this was built. Newer types have to be
 * asked for ({@code ec2:DescribeInstanceTypes}).
 */
public final class InstanceTypes {
  private static final String TABLE = "instance-types.txt";

  private InstanceTypes() {}

  /**
   * The limits of a type; null where the table does not have it. Reads the table each time, which
   * is once a boot.
   *
   * @param type such as {@code m5.large}
   */
  public static @Nullable InstanceLimits limitsOf(String type) {
    int dot = type.indexOf('.');
    return dot < 0 ? null : limitsOf(type.substring(0, dot), type.substring(dot + 1));
  }

  private static @Nullable InstanceLimits limitsOf(String family, String size) {
    try (InputStream in = InstanceTypes.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException(TABLE + " is missing from the program");
      }
      var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#") && has(line, size, family)) {
          String[] words = line.split(" ", 3);
          return new InstanceLimits(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
        }
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a line has a group {@code size:…,family,…}. */
  private static boolean has(String line, String size, String family) {
    String group = " " + size + ":";
    int start = line.indexOf(group);
    if (start < 0) {
      return false;
    }
    int end = line.indexOf(' ', start + 1);
    String families = line.substring(start + group.length(), end < 0 ? line.length() : end);
    return ("," + families + ",").contains("," + family + ",");
  }
}
