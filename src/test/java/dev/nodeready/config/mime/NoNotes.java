package dev.nodeready.config.mime;

import dev.nodeready.tree.Origin;

/** Does not want to know. */
public final class NoNotes implements PartNotes {
  @Override
  public void broken(Origin origin, String text, String suggestion) {}

  @Override
  public void tooLarge(Origin origin, String text) {}

  @Override
  public void doubtful(Origin origin, String text, String suggestion) {}

  @Override
  public void unread(Origin origin, String text, String suggestion) {}

  @Override
  public void script(Origin origin, String text, String suggestion) {}

  @Override
  public void formerScript(Origin origin) {}

  @Override
  public void odd(Origin origin, String text, String suggestion) {}
}
