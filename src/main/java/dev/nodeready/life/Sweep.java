package dev.nodeready.life;

import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Goes through the parts in their order, and tells each thing that goes. */
final class Sweep {
  private final boolean dry;
  private final Consumer<String> told;
  private final List<Account.Gone> gone = new ArrayList<>();
  private final List<String> stays = new ArrayList<>();
  private final List<Failure> looks = new ArrayList<>();

  /**
   * A run through some parts.
   *
   * @param dry whether it only tells what would go
   * @param told hears a line for each thing, when it is gone
   */
  Sweep(boolean dry, Consumer<String> told) {
    this.dry = dry;
    this.told = told;
  }

  /**
   * Makes go what the parts find; what does not is told in the account, and the rest goes all the
   * same.
   *
   * @throws FailureException where something vital stays
   */
  Account over(List<Part> parts) throws InterruptedException {
    for (Part part : parts) {
      Part.Found found = looked(part);
      stays.addAll(found.stays());
      looks.addAll(found.looks());
      for (Removal removal : found.goes()) {
        go(removal);
      }
    }
    return new Account(dry, gone, stays, looks);
  }

  private Part.Found looked(Part part) throws InterruptedException {
    try {
      return part.look();
    } catch (FailureException e) {
      looks.add(e.failure());
      return Part.Found.NOTHING;
    }
  }

  private void go(Removal removal) throws InterruptedException {
    try {
      if (!dry) {
        removal.act().go();
      }
      if (removal.weight() != Removal.Weight.NONE) {
        gone.add(new Account.Gone(removal.how().word(), removal.what()));
        told.accept(removal.how().told(removal.what(), dry));
      }
    } catch (FailureException e) {
      if (removal.weight() == Removal.Weight.VITAL) {
        throw e;
      }
      looks.add(e.failure());
    }
  }
}
