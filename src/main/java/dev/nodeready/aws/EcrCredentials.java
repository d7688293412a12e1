package dev.nodeready.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.tree.Fields;
import dev.nodeready.tree.TextException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Credentials for images in ECR: through kubelet's own credential provider where that is installed,
 * so that the pull proves what kubelet will do, else from the API.
 */
public final class EcrCredentials {
  private static final Logger LOG = LoggerFactory.getLogger(EcrCredentials.class);
  private static final String API_VERSION = "credentialprovider.kubelet.k8s.io/v1";
  private static final int LONGEST_ANSWER = 1024 * 1024;

  private final Plugin plugin;
  private final Ecr ecr;

  /** Asks the plugin first. */
  public EcrCredentials(Plugin plugin, Ecr ecr) {
    this.plugin = plugin;
    this.ecr = ecr;
  }

  /** Kubelet's credential provider as a process. */
  @FunctionalInterface
  public interface Plugin {
    /**
     * Runs it once.
     *
     * @param requestJson a CredentialProviderRequest for its standard input
     * @return its standard output; empty where it is not installed
     * @throws FailureException when it fails
     */
    Optional<String> run(String requestJson) throws InterruptedException;
  }

  /**
   * Credentials for an image; none where it does not lie in ECR, or lies in the public registry and
   * this node may only pull namelessly.
   *
   * @throws FailureException {@code AWS_*}; {@code AWS_ECR_EMPTY_TOKEN} rather than an empty token
   */
  public Optional<RegistryCredentials> forImage(String image) throws InterruptedException {
    Optional<EcrRegistry> registry = EcrRegistry.of(image);
    if (registry.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> answer = plugin.run(request(image));
    Optional<RegistryCredentials> given =
        answer.isEmpty() ? Optional.empty() : read(answer.get(), image);
    return given.isPresent() ? given : ofApi(registry.get());
  }

  private Optional<RegistryCredentials> ofApi(EcrRegistry registry) throws InterruptedException {
    try {
      return Optional.of(ecr.token(registry));
    } catch (FailureException e) {
      if (registry.open()) {
        LOG.info("Pulling from {} without credentials: {}", registry.host(), e.getMessage());
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String request(String image) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("kind", "CredentialProviderRequest");
      json.writeStringField("apiVersion", API_VERSION);
      json.writeStringField("image", image);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  static Optional<RegistryCredentials> read(String answer, String image) {
    Fields auth = parsed(answer, image).at("auth");
    String best = "";
    boolean found = false;
    for (String pattern : auth.names()) {
      // Where several entries fit, the most special one counts, as in kubelet.
      if (!auth.at(pattern).names().isEmpty()
          && ImagePattern.matches(pattern, image)
          && pattern.compareTo(best) > 0) {
        best = pattern;
        found = true;
      }
    }
    if (!found) {
      return Optional.empty();
    }
    String username = auth.text(best, "username");
    String password = auth.text(best, "password");
    if (username.isEmpty() || password.isEmpty()) {
      throw Ecr.emptyToken(best, "the credential provider answered without a token");
    }
    return Optional.of(new RegistryCredentials(username, password));
  }

  private static Fields parsed(String answer, String image) {
    try {
      if (answer.length() > LONGEST_ANSWER) {
        throw new IOException("it is longer than " + LONGEST_ANSWER + " characters");
      }
      Fields response = Fields.ofJson(answer);
      if (!response.text("kind").equals("CredentialProviderResponse")
          || !response.text("apiVersion").equals(API_VERSION)) {
        throw new IOException("it is no CredentialProviderResponse of " + API_VERSION);
      }
      return response;
    } catch (IOException e) {
      // A parser's message may quote the token, so only the kind of fault is told.
      String why = e instanceof TextException ? "it is no JSON" : Words.of(e);
      throw Failure.permanent(
              Code.AWS_ECR_PLUGIN_ANSWER,
              "read the credential provider's answer for " + image,
              String.valueOf(why),
              "check that ecr-credential-provider in /etc/eks/image-credential-provider speaks "
                  + API_VERSION)
          .asException();
    }
  }
}
