package dev.nodeready.aws;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import dev.nodeready.tree.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * Credentials in the SDK's order: environment, then what the SDK's own providers find in files and
 * services, then the instance's role. The role's come through our own metadata client, because it
 * waits for a role that is late and never takes a proxy.
 */
final class Credentials {
  private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);
  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";
  private static final Duration KEPT = Duration.ofMinutes(5);

  /** Any of these means that somebody wants credentials from elsewhere than the instance. */
  private static final List<String> ELSEWHERE =
      List.of(
          "AWS_PROFILE",
          "AWS_CONFIG_FILE",
          "AWS_SHARED_CREDENTIALS_FILE",
          "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
          "AWS_CONTAINER_CREDENTIALS_FULL_URI",
          "AWS_WEB_IDENTITY_TOKEN_FILE");

  private final Map<String, String> environment;
  private final Imds imds;
  private final Time time;
  private @Nullable Kept kept;
  private String owner = "";

  private record Kept(AwsCredentialsIdentity identity, Deadline end) {}

  Credentials(Map<String, String> environment, Imds imds, Time time) {
    this.environment = environment;
    this.imds = imds;
    this.time = time;
  }

  /** Credentials that are a few minutes old at most. */
  synchronized AwsCredentialsIdentity get() throws InterruptedException {
    if (kept == null || kept.end().passed()) {
      kept = new Kept(fresh(), Deadline.after(KEPT, time));
    }
    return kept.identity();
  }

  /** Drops what is kept: an API said that it has ended. */
  synchronized void forget() {
    kept = null;
  }

  /** Whose credentials they are, for messages. */
  synchronized String owner() {
    return owner;
  }

  private AwsCredentialsIdentity fresh() throws InterruptedException {
    String key = variable("AWS_ACCESS_KEY_ID");
    String secret = variable("AWS_SECRET_ACCESS_KEY");
    if (!key.isEmpty() && !secret.isEmpty()) {
      owner = "the access key of the environment";
      return identity(key, secret, variable("AWS_SESSION_TOKEN"));
    }
    if (elsewhere(environment)) {
      AwsCredentialsIdentity found = SdkChain.find(environment);
      if (found != null) {
        owner = "the credentials of profile or container";
        return found;
      }
      LOG.warn("No credentials in AWS files or of a container; taking the instance's role");
    }
    return ofRole();
  }

  /** Whether the environment or a file may give credentials or a region. */
  static boolean elsewhere(Map<String, String> environment) {
    for (String name : ELSEWHERE) {
      if (!environment.getOrDefault(name, "").isBlank()) {
        return true;
      }
    }
    String home = environment.getOrDefault("HOME", "").strip();
    return !home.isEmpty()
        && (Files.exists(Path.of(home, ".aws", "credentials"))
            || Files.exists(Path.of(home, ".aws", "config")));
  }

  private String variable(String name) {
    return environment.getOrDefault(name, "").strip();
  }

  private AwsCredentialsIdentity ofRole() throws InterruptedException {
    String role =
        new String(imds.getWaiting(ROLES), StandardCharsets.UTF_8).lines().findFirst().orElse("");
    if (!role.matches("[A-Za-z0-9+=,.@_-]{1,128}")) {
      throw refused(role, "the metadata service names no role");
    }
    owner = "role " + role;
    Fields answer;
    try {
      answer = Fields.ofJson(new String(imds.getWaiting(ROLES + role), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw ImdsFailures.badAnswer(ROLES + role, "that is no credentials document", null);
    }
    String key = answer.text("AccessKeyId");
    String secret = answer.text("SecretAccessKey");
    if (key.isEmpty() || secret.isEmpty()) {
      String code = answer.text("Code");
      throw refused(role, code.isEmpty() ? "they came without a key" : code);
    }
    return identity(key, secret, answer.text("Token"));
  }

  private static RuntimeException refused(String role, String happened) {
    return Failure.passing(
            Code.AWS_CREDENTIALS_ABSENT,
            "get the credentials of the instance's role " + ImdsFailures.shortened(role),
            ImdsFailures.shortened(happened))
        .asException();
  }

  private static AwsCredentialsIdentity identity(String key, String secret, String session) {
    return session.isEmpty()
        ? AwsCredentialsIdentity.create(key, secret)
        : AwsSessionCredentialsIdentity.create(key, secret, session);
  }
}
