package dev.nodeready.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nodeready.net.CallException.Stage;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.retry.Time;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class NamesTest {
  private static final InetAddress[] THERE = {InetAddress.getLoopbackAddress()};
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final CountDownLatch answer = new CountDownLatch(1);
  private final AtomicInteger questions = new AtomicInteger();
  private final Names names = new Names(this::slowly, Time.SYSTEM);

  @Test
  void tells_of_name_servers_that_do_not_answer_before_the_resolver_gives_up() {
    CallException failure = failure("api.lab");

    assertThat(failure.stage()).isEqualTo(Stage.RESOLVE);
    assertThat(failure.happened()).isEqualTo("no name server said within 1 ms where api.lab is");
  }

  @Test
  void an_answer_that_takes_longer_than_one_wait_helps_the_next() throws Exception {
    failure("api.lab");
    failure("api.lab");
    answer.countDown();

    assertThat(names.addresses("api.lab", MINUTE)).containsExactly(THERE);
    assertThat(questions).hasValueLessThanOrEqualTo(2);
  }

  @Test
  void asks_again_for_a_name_that_had_no_address() throws Exception {
    Names none =
        new Names(
            host -> {
              if (questions.incrementAndGet() > 1) {
                return THERE;
              }
              throw new UnknownHostException(host);
            },
            Time.SYSTEM);

    assertThat(failure(none, "api.lab", MINUTE).happened())
        .isEqualTo("the name api.lab has no address");
    assertThat(none.addresses("api.lab", MINUTE)).containsExactly(THERE);
  }

  /** Seen: a name server told a wrong address for 4 s, and nobody was asked again in 40 s. */
  @Test
  void asks_again_for_a_name_whose_address_led_nowhere_or_is_old() throws Exception {
    ManualTime time = new ManualTime();
    Names moving = new Names(_ -> address(questions.incrementAndGet()), time);

    assertThat(moving.addresses("api.lab", MINUTE)).containsExactly(address(1));
    time.advance(Duration.ofSeconds(29));
    assertThat(moving.addresses("api.lab", MINUTE)).containsExactly(address(1));
    moving.forget("api.lab");
    assertThat(moving.addresses("api.lab", MINUTE)).containsExactly(address(2));
    time.advance(Duration.ofSeconds(30));
    assertThat(moving.addresses("api.lab", MINUTE)).containsExactly(address(3));
  }

  @Test
  void an_interrupt_ends_the_wait() {
    Thread.currentThread().interrupt();

    assertThat(failure(names, "api.lab", MINUTE).happened()).contains("was ended");
    assertThat(Thread.interrupted()).isTrue();
  }

  private static InetAddress[] address(int last) throws UnknownHostException {
    return InetAddress.getAllByName("192.0.2." + last);
  }

  private InetAddress[] slowly(String host) throws UnknownHostException {
    questions.incrementAndGet();
    try {
      answer.await();
      return THERE;
    } catch (InterruptedException e) {
      throw new UnknownHostException(host);
    }
  }

  private CallException failure(String host) {
    return failure(names, host, MOMENT);
  }

  private static CallException failure(Names names, String host, Duration atMost) {
    return Objects.requireNonNull(
        catchThrowableOfType(CallException.class, () -> names.addresses(host, atMost)));
  }
}
