package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class CriWarmupTest {
  @Test
  void the_client_gets_all_its_answers() {
    assertThatCode(CriWarmup::talk).doesNotThrowAnyException();
  }
}
