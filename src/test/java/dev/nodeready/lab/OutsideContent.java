package dev.nodeready.lab;

import dev.nodeready.lab.OutsideHttp.Reply;
import dev.nodeready.net.ScriptedServer.Asked;
import dev.nodeready.rehearsal.PauseImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the services say where all is well, to each machine of itself. */
final class OutsideContent {
  /** What the lab's guests have of it, by files that tell of one instance. */
  private static final Path FILES = Path.of("src/test/lab/node/etc/lab");

  private static final Pattern ACTION = Pattern.compile("Action=([A-Za-z]+)");
  private static final String TOKEN = "X-Aws-Ec2-Metadata-Token-Ttl-Seconds: 21600\r\n";
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final Reply NOTHING = Reply.of(404, "", "");

  private final PauseImage image = PauseImage.forThisMachine();
  private final Path userData;

  OutsideContent(Path userData) {
    this.userData = userData;
  }

  Reply metadata(String client, Asked asked) {
    if (asked.line().startsWith("PUT ")) {
      return Reply.of(200, TOKEN, read(client, FILES.resolve("imds/token")));
    }
    String path = path(asked);
    if (path.equals("/latest/user-data")) {
      return Reply.of(200, "", read(client, userData));
    }
    Path file = FILES.resolve("imds" + path + (path.endsWith("/") ? "index" : ""));
    return Files.isRegularFile(file) ? Reply.of(200, "", read(client, file)) : NOTHING;
  }

  Reply ec2(String client, Asked asked) {
    Matcher action = ACTION.matcher(asked.body());
    Path file = FILES.resolve("ec2/" + (action.find() ? action.group(1) : "none"));
    return Files.isRegularFile(file) ? Reply.of(200, "", read(client, file)) : NOTHING;
  }

  Reply registry(String client, Asked asked) {
    String path = path(asked);
    String last = path.substring(path.lastIndexOf('/') + 1);
    byte[] blob = image.blobs().get(last);
    if (path.contains("/manifests/")) {
      return new Reply(
          200,
          "Content-Type: %s\r\nDocker-Content-Digest: %s\r\n"
              .formatted(PauseImage.MANIFEST_TYPE, PauseImage.digest(image.manifest())),
          image.manifest());
    }
    return blob == null ? NOTHING : new Reply(200, "", blob);
  }

  /** What a service says with a status that is no good one, as the real ones do. */
  static Reply error(String service, int status) {
    return switch (service) {
      case "ec2" -> ec2Error(status);
      case "registry" -> registryError(status);
      default -> Reply.of(status, "", "");
    };
  }

  private static Reply ec2Error(int status) {
    String code =
        switch (status) {
          case 403 -> "UnauthorizedOperation";
          case 503 -> "RequestLimitExceeded";
          default -> "InternalError";
        };
    return Reply.of(
        status,
        "Content-Type: text/xml\r\n",
        "<Response><Errors><Error><Code>"
            + code
            + "</Code><Message>told to</Message></Error></Errors><RequestID>r</RequestID></Response>");
  }

  private static Reply registryError(int status) {
    String more =
        switch (status) {
          case 401 -> "WWW-Authenticate: Basic realm=\"lab\"\r\n";
          case 429 -> "Retry-After: 1\r\n";
          default -> "";
        };
    return Reply.of(
        status, JSON + more, "{\"errors\":[{\"code\":\"TOLD\",\"message\":\"told to\"}]}");
  }

  private static String path(Asked asked) {
    return asked.line().split(" ", -1)[1].replaceAll("\\?.*", "");
  }

  /** With the machine's own address and name in place of those that the files tell of. */
  private static String read(String client, Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8)
          .replace(Member.INSTANCE_ADDRESS, client)
          .replace(Member.INSTANCE, Surroundings.nameOf(client))
          .replace("i-0123456789abcdef0", Surroundings.instanceOf(client));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
