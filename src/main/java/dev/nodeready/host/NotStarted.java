package dev.nodeready.host;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Why a program does not start: by the number of the error that the system gave for it. */
final class NotStarted {
  /** ENOENT and ENOTDIR. */
  private static final Pattern ABSENT = error("2|20");

  /** ENOEXEC, EACCES and ELOOP; what else there is comes of what is short at the moment. */
  private static final Pattern UNFIT = error("8|13|40");

  private NotStarted() {}

  private static Pattern error(String numbers) {
    return Pattern.compile("\\berror(?:=|: )(?:" + numbers + ")\\b");
  }

  /**
   * The failure.
   *
   * @param tried with the program's name
   * @param e of {@link ProcessBuilder#start()}
   */
  static Failure of(String tried, String program, IOException e) {
    String said = String.valueOf(e.getMessage());
    if (ABSENT.matcher(said).find()) {
      return Failure.permanent(Code.HOST_COMMAND_MISSING, tried, Words.of(e));
    }
    String remedy = Code.HOST_COMMAND_NOT_STARTED.remedy("PROGRAM", program);
    return UNFIT.matcher(said).find()
        ? Failure.permanent(Code.HOST_COMMAND_NOT_STARTED, tried, Words.of(e), remedy)
        : Failure.passing(Code.HOST_COMMAND_NOT_STARTED, tried, Words.of(e), remedy);
  }

  /** The failure of one whose output is to go into a file, which may be what keeps it. */
  static Failure of(String program, Path output, IOException e) {
    boolean ofOutput =
        e instanceof FileSystemException || e.getCause() instanceof FileNotFoundException;
    if (!ofOutput) {
      return of("start " + program, program, e);
    }
    String tried = "write " + output;
    return Failure.passing(
        Code.HOST_WRITE_FAILED,
        tried,
        Words.of(e.getCause() == null ? e : e.getCause(), tried),
        Code.HOST_WRITE_FAILED.remedy("FOLDER", FileStore.there(output).toString()));
  }
}
