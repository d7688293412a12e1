package dev.nodeready.cri;

import dev.nodeready.failure.Failure;
import java.time.Duration;

/** Hears how the sandbox image is got. */
public interface ImageListener {
  /** Tells nobody. */
  ImageListener NONE =
      new ImageListener() {
        @Override
        public void attempted(int number) {}

        @Override
        public void waiting(Failure because, Duration elapsed, Duration left) {}

        @Override
        public void note(String text) {}
      };

  /** A pull ended well, or a try failed; those in which the runtime went away are not told. */
  void attempted(int number);

  /** The last try failed and there will be another one. */
  void waiting(Failure because, Duration elapsed, Duration left);

  /** Something worth a line. */
  void note(String text);
}
