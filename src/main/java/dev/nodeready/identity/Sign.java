package dev.nodeready.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What says that something at a path is identity. */
enum Sign {
  /** That it is there, whatever it is. */
  THERE {
    @Override
    boolean isSeenIn(Path place) {
      return true;
    }
  },

  /** A file, no link to another one, that says something. */
  TEXT {
    @Override
    boolean isSeenIn(Path place) {
      String text = start(place).strip();
      return !text.isEmpty() && !text.equals("uninitialized");
    }
  },

  /** A kubeconfig with a token, a password or a certificate in it, or with the path of one. */
  CREDENTIALS {
    @Override
    boolean isSeenIn(Path place) {
      return SECRETS.matcher(start(place)).find();
    }
  },

  /** A file of settings that names a node, its address, or its instance. */
  NODE_NAME {
    @Override
    boolean isSeenIn(Path place) {
      return NAMES.matcher(start(place)).find();
    }
  };

  private static final int MOST_BYTES = 256 << 10;

  private static final Pattern SECRETS =
      Pattern.compile("\\b(token|password|client-certificate(-data)?|client-key(-data)?)\"?\\s*:");

  private static final Pattern NAMES =
      Pattern.compile(
          "--(hostname-override|node-ip|provider-id)\\b|\"providerID\"\\s*:\\s*\"[^\"]");

  /** Whether what is there is identity. */
  abstract boolean isSeenIn(Path place);

  private static String start(Path place) {
    if (!Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)) {
      return "";
    }
    try (var in = Files.newInputStream(place)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
