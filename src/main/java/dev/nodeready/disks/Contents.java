package dev.nodeready.disks;

import java.util.List;

/**
 * What a block device carries. Only one that is {@link Blank} or {@link Unfinished} may ever be
 * formatted.
 */
public sealed interface Contents {
  /** For people, behind "carries" or "is", such as {@code an ext4 file system}. */
  String words();

  /** Nothing: no signature that anybody knows, and zeros where signatures and data begin. */
  record Blank() implements Contents {
    @Override
    public String words() {
      return "blank";
    }
  }

  /**
   * A file system.
   *
   * @param label empty where it has none
   * @param uuid empty where it has none
   */
  record FileSystem(String type, String label, String uuid) implements Contents {
    @Override
    public String words() {
      return "a file system (%s%s%s)".formatted(type, more("label", label), more("UUID", uuid));
    }
  }

  /**
   * A file system whose making was cut off, so that it has never been mounted and holds nothing.
   *
   * @param type such as {@code xfs}
   */
  record Unfinished(String type) implements Contents {
    @Override
    public String words() {
      return "a file system (" + type + ") whose making was cut off";
    }
  }

  /**
   * A partition table, or the boot sector of one.
   *
   * @param type such as {@code gpt}
   */
  record PartitionTable(String type) implements Contents {
    @Override
    public String words() {
      return "a partition table (" + type + ")";
    }
  }

  /**
   * A member of an array of Linux's own.
   *
   * @param name of the array as its superblock has it, mostly with a host and a colon in front
   * @param uuid of the array
   */
  record ArrayMember(String name, String uuid) implements Contents {
    @Override
    public String words() {
      return "a member of an array ("
          + (name.isEmpty() ? "without a name" : name)
          + more("UUID", uuid)
          + ")";
    }
  }

  /** A physical volume of LVM. */
  record Lvm(String uuid) implements Contents {
    @Override
    public String words() {
      return "a physical volume of LVM" + (uuid.isEmpty() ? "" : " (UUID " + uuid + ")");
    }
  }

  /**
   * Another signature, or several.
   *
   * @param what such as {@code crypto_LUKS}
   */
  record Other(String what) implements Contents {
    @Override
    public String words() {
      return "something else (" + what + ")";
    }
  }

  /**
   * Nobody can say: it cannot be read, or has data and no signature.
   *
   * @param why for people
   */
  record Unknown(String why) implements Contents {
    /** How the reason begins where everything could be read and nothing has a signature. */
    static final String UNSIGNED = "it has no signature";

    boolean isUnsigned() {
      return why.startsWith(UNSIGNED);
    }

    @Override
    public String words() {
      return "not known to be blank (" + why + ")";
    }
  }

  /**
   * In use at this moment.
   *
   * @param users for people, such as {@code mounted at /data}
   * @param carried what it carries besides
   */
  record InUse(List<String> users, Contents carried) implements Contents {
    @Override
    public String words() {
      return "in use (" + String.join(", ", users) + "), " + carried.words();
    }
  }

  private static String more(String name, String value) {
    return value.isEmpty() ? "" : ", " + name + " " + value;
  }
}
