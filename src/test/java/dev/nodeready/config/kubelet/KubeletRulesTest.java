package dev.nodeready.config.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the marks in {@code rules.txt} say, for kubelet 1.34; a real one has the last word. */
class KubeletRulesTest {
  @ParameterizedTest
  @MethodSource("dev.nodeready.config.kubelet.RuleCases#all")
  void refuses_what_kubelet_exits_on_and_nothing_else(RuleCases.Case one) {
    switch (one.mark()) {
      case '-', '!' -> assertThat(one.refusals(34)).isNotEmpty();
      case '+' -> assertThat(one.refusals(34)).isEmpty();
      default ->
          assertThat(
                  IntStream.rangeClosed(Release.OLDEST, Release.NEWEST)
                      .mapToObj(minor -> one.refusals(minor).isEmpty()))
              .contains(true, false);
    }
  }
}
