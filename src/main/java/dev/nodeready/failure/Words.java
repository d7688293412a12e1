package dev.nodeready.failure;

import java.io.EOFException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an exception of the JDK or of a library says, in the words of whoever has to mend it: no
 * names of packages and classes, and the system's own words for what the system refused.
 */
public final class Words {
  /** What a message holds that has to be looked at closer; most have nothing of it. */
  private static final List<String> HINTS =
      List.of("xception", "rror", "ase64", "byte array", "Last unit", "StreamRead", "\n");

  private static final int HALF = 2000;

  private Words() {}

  /** What it says; never empty. */
  public static String of(Throwable e) {
    return switch (e) {
      case UncheckedIOException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      case NoSuchFileException _ -> "no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "it is there already";
      case DirectoryNotEmptyException _ -> "the folder is not empty";
      case NotDirectoryException _ -> "it is no folder";
      case FileSystemLoopException _ -> "links lead in a circle";
      case FileSystemException other -> said(other.getReason(), "the file system refuses it");
      case InvalidPathException path -> said(path.getReason(), "it is no path");
      case UnknownHostException _ -> "the name does not resolve";
      case CharacterCodingException _ -> "it is not UTF-8";
      case ClosedChannelException _ -> "the connection is closed";
      case EOFException _ -> "it ends too early";
      default -> said(e.getMessage(), name(e));
    };
  }

  /**
   * What it says, with the file that it is about unless {@code told} names that already.
   *
   * @param told what the reader has read before, such as what was tried
   */
  public static String of(Throwable e, String told) {
    @Nullable String file = e instanceof FileSystemException of ? of.getFile() : null;
    return file == null || told.contains(file) ? of(e) : file + ": " + of(e);
  }

  /**
   * Whether no word in capitals is left for which a failure has a name, as {@code COMMAND} in the
   * catalogue's remedies.
   */
  public static boolean areFilled(String remedy) {
    return !remedy.matches(
        "(?s).*\\b(?:COMMAND|FILE|FOLDER|IMAGE|NAMESPACE|PROGRAM|SERVER|SOURCE|UNIT|USER)\\b.*");
  }

  /** Whether a text is free of Java's own words. */
  public static boolean arePlain(String text) {
    return !Jdk.NAMES.matcher(text).find();
  }

  private static String said(@Nullable String message, String otherwise) {
    String text = message == null ? "" : message.strip();
    if (text.isEmpty()) {
      return otherwise;
    }
    return HINTS.stream().anyMatch(text::contains)
        ? Jdk.translated(shortened(text), otherwise)
        : text;
  }

  /**
   * Its begin and its end: it may quote an answer of many kilobytes, in each of which is looked.
   */
  private static String shortened(String text) {
    return text.length() <= 2 * HALF
        ? text
        : text.substring(0, HALF) + "…" + text.substring(text.length() - HALF);
  }

  /** The kind of the exception, as words: {@code ArrayStoreException} is an array store. */
  private static String name(Throwable e) {
    return e.getClass()
        .getSimpleName()
        .replaceFirst("(?:Exception|Error)$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  /** The sentences of the JDK; apart, since most runs meet none of them. */
  private static final class Jdk {
    /**
     * Names of Java's world, and sentences of the JDK that say nothing to anybody outside of it.
     */
    private static final Pattern NAMES =
        Pattern.compile(
            "\\b(?:java|javax|jdk|ch\\.qos|picocli(?=\\.CommandLine)|okio|org\\.(?:slf4j|snakeyaml)|io\\.grpc|dev\\.nodeready"
                + "|com\\.(?:fasterxml|sun|google\\.protobuf)|sun\\.(?:nio|net|security)|software\\.amazon)"
                + "(?:\\.\\w+)++|StreamReadFeature|Cannot run program"
                + "|\\b(?:IO|EOF|NullPointer|NoSuchFile|FileSystem|Illegal\\w+|Class\\w+|Index\\w+|Socket\\w*|Connect"
                + "|SSL\\w*|Runtime|Json\\w+|Status\\w*|Unsupported\\w+)Exception\\b|Exec failed, error|Illegal base64|Input byte array");

    /** The class of an exception in front of what it says, as where one stands in another. */
    private static final Pattern CLASS =
        Pattern.compile("\\b(?:\\w+\\.)*+\\w*[a-z](?:Exception|Error)(?:: |$)");

    /** How the JDK says that a program cannot be started; the system's words stand behind. */
    private static final Pattern START =
        Pattern.compile("(?:^|.*[:,] )(?:error=|Exec failed, error: )\\d+,? \\(?([^)]+)\\)?\\s*$");

    private static final Pattern BASE64 =
        Pattern.compile("Illegal base64 character (-?[0-9a-f]{1,6})");

    static String translated(String text, String otherwise) {
      Matcher start = START.matcher(text);
      if (start.find()) {
        return start.group(1);
      }
      Matcher base64 = BASE64.matcher(text);
      if (base64.find()) {
        return character(Integer.parseInt(base64.group(1), 16));
      }
      if (text.startsWith("Input byte array") || text.startsWith("Last unit")) {
        return "it is cut off, or goes on behind its end";
      }
      String plain = CLASS.matcher(text).replaceAll("").replaceAll("\\s*\\n\\s*", " ").strip();
      return plain.isEmpty() || !arePlain(plain) ? otherwise : plain;
    }

    private static String character(int code) {
      return code > ' ' && code <= '~'
          ? "it holds the character '" + (char) code + "'"
          : "it holds a character that is none of base64's";
    }
  }
}
