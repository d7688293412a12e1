package dev.nodeready.crash;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A command on a machine that it changes. */
public interface Victim {
  /** Makes the machine what it is before the command. */
  void begin() throws IOException, InterruptedException;

  /** The folders whose files count, parted by colons. */
  String under();

  Map<String, String> environment();

  /** The command. */
  List<String> words();

  /** What there is on the machine, by a name for each thing; files by their paths. */
  Map<String, String> state() throws IOException, InterruptedException;

  /** Whether it starts what may outlive it. */
  default boolean leavesChildren() {
    return false;
  }

  /** Starts the machine anew: what is in memory is gone, and so are its processes. */
  default void reboot() throws IOException, InterruptedException {}
}
