package dev.nodeready.aws;

import static dev.nodeready.net.ScriptedServer.SILENCE;
import static dev.nodeready.net.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.net.ScriptedServer;
import dev.nodeready.net.ScriptedServer.Asked;
import dev.nodeready.retry.ManualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A metadata service that answers as a test says, and clients of it. */
abstract class ScriptedImds {
  static final String TOKEN_PUT = "PUT /latest/api/token";
  static final String DATA_GET = "GET /latest/user-data";

  final ManualTime time = new ManualTime();
  final AtomicInteger calls = new AtomicInteger();
  ScriptedServer server = new ScriptedServer(a -> SILENCE);

  @AfterEach
  void stopServer() throws IOException {
    server.close();
  }

  Imds imds(Function<Asked, String> script) {
    server = new ScriptedServer(script);
    return new Imds(endpoint(server.url()), Imds.DEFAULT_POLICY, time);
  }

  /** A client that makes one attempt. */
  Imds once(Function<Asked, String> script) {
    server = new ScriptedServer(script);
    return new Imds(
        endpoint(server.url()), Imds.DEFAULT_POLICY.withBudget(Duration.ofMillis(50)), time);
  }

  /** A client that makes a few attempts. */
  Imds briefly(Function<Asked, String> script) {
    server = new ScriptedServer(script);
    return new Imds(
        endpoint(server.url()), Imds.DEFAULT_POLICY.withBudget(Duration.ofMillis(1500)), time);
  }

  static Function<Asked, String> withToken(Function<Asked, String> script) {
    return a ->
        a.line().equals(TOKEN_PUT + " HTTP/1.1")
            ? answer(200, "X-Aws-Ec2-Metadata-Token-Ttl-Seconds: 300\r\n", "TOKEN")
            : script.apply(a);
  }

  static Map<String, String> endpoint(String url) {
    return Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", url);
  }

  static Failure failure(ThrowingCallable call) {
    return Objects.requireNonNull(catchThrowableOfType(FailureException.class, call)).failure();
  }

  static String text(byte @Nullable [] body) {
    return new String(Objects.requireNonNull(body), StandardCharsets.UTF_8);
  }
}
