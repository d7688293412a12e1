package dev.nodeready.config.mime;

import dev.nodeready.tree.Origin;

/** Hears of what is wrong with user data. */
public interface PartNotes {
  /** A NodeConfig, or the structure that holds it, is broken, so that it was not read. */
  void broken(Origin origin, String text, String suggestion);

  /** More would be unpacked than any configuration holds. */
  void tooLarge(Origin origin, String text);

  /** Something was read that looks cut off or wrong. */
  void doubtful(Origin origin, String text, String suggestion);

  /** A NodeConfig is declared as a script, so it is not read, as nodeadm would not. */
  void unread(Origin origin, String text, String suggestion);

  /** A script does what has no effect any more. */
  void script(Origin origin, String text, String suggestion);

  /** A script calls what configured nodes in former times. */
  void formerScript(Origin origin);

  /** Something is odd, but nothing that matters to a NodeConfig. */
  void odd(Origin origin, String text, String suggestion);
}
