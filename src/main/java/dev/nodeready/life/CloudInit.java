package dev.nodeready.life;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Programs;
import dev.nodeready.identity.Identity;
import java.time.Duration;
import java.util.List;

/** What cloud-init keeps of its instance; it knows best itself, where it is installed. */
record CloudInit(Site site) implements Part {
  private static final List<String> CLEAN = List.of("cloud-init", "clean", "--logs");
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Override
  public Found look() {
    boolean itself = site.isMachine() && Programs.find(CLEAN.getFirst()).isPresent();
    if (!itself || Identity.CLOUD_INIT.leftIn(site.root()).isEmpty()) {
      return new Traces(site, Identity.CLOUD_INIT).look();
    }
    return new Found(List.of(new Removal(Removal.How.RUN, String.join(" ", CLEAN), this::clean)));
  }

  private void clean() throws InterruptedException {
    Commands.Result result = site.commands().run(LIMIT, CLEAN);
    if (!result.ok()) {
      throw Failure.passing(
              Code.HOST_IDENTITY_LEFT,
              "have cloud-init forget its instance",
              "it ended with exit code " + result.exitCode() + ": " + result.lastWords(),
              "run it by hand: " + String.join(" ", CLEAN))
          .asException();
    }
  }
}
