package dev.nodeready.cli;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Privileges;
import dev.nodeready.host.Root;
import dev.nodeready.records.RecordWriter;
import dev.nodeready.records.Records;
import dev.nodeready.records.Story;
import java.io.IOException;
import java.util.List;

/** The kept records, or why there are none to show. */
final class Kept {
  private Kept() {}

  static List<Story> all(Root root) {
    try {
      return Records.all(root);
    } catch (IOException e) {
      throw unreadable(root, e);
    }
  }

  /** One of them, by its number or counted back from the newest. */
  static Story one(Root root, int wanted) {
    try {
      return Records.one(root, wanted).orElseThrow(() -> absent(root, wanted).asException());
    } catch (IOException e) {
      throw unreadable(root, e);
    }
  }

  static Failure none(Root root) {
    return Failure.permanent(
        Code.BOOT_NONE,
        "find records of boots",
        "there are none in " + root.at(RecordWriter.FOLDER),
        Shared.below(root, Code.BOOT_NONE.remedy()));
  }

  private static Failure absent(Root root, int wanted) {
    return wanted == 0
        ? none(root)
        : Failure.permanent(
            Code.BOOT_NONE,
            "find the record of boot " + wanted,
            "it is not kept in " + root.at(RecordWriter.FOLDER),
            Shared.below(root, "see which are: nodeready boots"));
  }

  private static FailureException unreadable(Root root, IOException e) {
    String tried = "read the records in " + root.at(RecordWriter.FOLDER);
    return Privileges.own().root()
        ? Failure.permanent(
                Code.HOST_READ_FAILED,
                tried,
                Words.of(e),
                "see the folder: ls -l " + root.at(RecordWriter.FOLDER))
            .asException(e)
        : Failure.permanent(Code.HOST_NOT_ROOT, tried, "only root may").asException(e);
  }
}
