package dev.nodeready.disks;

/**
 * A disk as it was found.
 *
 * @param device such as {@code /dev/nvme1n1}
 * @param contents what it carries
 * @param level of the array that it is a member of, such as {@code raid0}; else empty
 * @param of how many disks that array was made; else 0
 */
record Disk(String device, Contents contents, String level, int of) {
  /** One that is in no array. */
  Disk(String device, Contents contents) {
    this(device, contents, "", 0);
  }

  /** What it carries, whoever uses it. */
  Contents carried() {
    return contents instanceof Contents.InUse used ? used.carried() : contents;
  }

  /** For people. */
  String words() {
    return device + " is or carries " + contents.words();
  }
}
