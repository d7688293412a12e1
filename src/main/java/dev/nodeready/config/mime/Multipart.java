package dev.nodeready.config.mime;

import dev.nodeready.config.mime.Delimiters.Kind;
import dev.nodeready.config.mime.Unpack.TooLargeException;
import dev.nodeready.failure.Words;
import dev.nodeready.tree.Origin;
import dev.nodeready.tree.Place;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Takes a multipart text apart and keeps the NodeConfig documents in it. A broken part never costs
 * another one.
 */
final class Multipart {
  /** The media type of a NodeConfig. */
  static final String NODE_CONFIG = "application/node.eks.aws";

  private static final int DEEPEST = 8;

  /** Parts of all multipart texts in one; people have a dozen at most. */
  private static final int MOST = 10_000;

  private final String text;
  private final Place place;
  private final PartNotes notes;
  private final List<Part> found;
  private int seen;

  Multipart(String text, Place place, PartNotes notes, List<Part> found) {
    this.text = text;
    this.place = place;
    this.notes = notes;
    this.found = found;
  }

  /** The whole text, from its own header on. */
  void top(MimeStart start) {
    Header header = start.header();
    if (start.indent() > 0 || start.line() > 1) {
      String what = start.indent() > 0 ? "is indented" : "does not begin on the first line";
      notes.doubtful(
          place.at(start.line(), 1),
          "the MIME header " + what + "; nodeadm would not see it",
          "begin the text with MIME-Version:, at the very beginning");
    }
    ContentType type = ContentType.parse(header.field("content-type"));
    if (header.stray() != null) {
      missingBlankLine("the MIME header", header, type);
    } else if (type.isMultipart()) {
      parts(type, header.bodyStart(), text.length(), header.bodyLine(), 1);
    } else {
      part(header, header.bodyStart(), text.length(), 1);
    }
  }

  private void missingBlankLine(String what, Header header, ContentType type) {
    String stray = String.valueOf(header.stray());
    boolean delimiter = type.isMultipart() && stray.startsWith("--" + type.boundary());
    notes.broken(
        place.at(header.bodyLine(), 1),
        what
            + " is not ended by a blank line"
            + (delimiter ? ": the boundary follows at once" : ": this line is no header field"),
        "put an empty line before this line");
  }

  private void parts(ContentType type, int from, int to, int firstLine, int depth) {
    Origin begin = place.at(firstLine, 1);
    if (depth > DEEPEST) {
      notes.broken(begin, "multipart texts are nested more than 8 deep", "");
      return;
    }
    if (type.boundary().isEmpty()) {
      notes.broken(
          begin,
          "the Content-Type of the multipart text names no boundary",
          "write Content-Type: multipart/mixed; boundary=\"BOUNDARY\"");
      return;
    }
    split(new Delimiters(type.boundary()), from, to, firstLine, depth);
  }

  private void split(Delimiters delimiters, int from, int to, int firstLine, int depth) {
    Lines lines = new Lines(text, from, to, firstLine);
    int partStart = -1;
    int partLine = 0;
    int nearMiss = 0;
    boolean closed = false;
    while (!closed && lines.advance()) {
      Kind kind = delimiters.kind(lines.line());
      if (kind == Kind.NEAR_MISS && nearMiss == 0) {
        nearMiss = lines.number();
      }
      if (kind == Kind.CONTENT || kind == Kind.NEAR_MISS) {
        continue;
      }
      if (partStart >= 0) {
        body(partStart, endBefore(lines.start(), partStart), partLine, nearMiss, depth);
      } else {
        if (nearMiss > 0 || kind != Kind.DELIMITER) {
          noPart(delimiters, nearMiss > 0 ? nearMiss : lines.number(), nearMiss > 0);
        }
        outside(
            from,
            lines.start(),
            firstLine,
            "before the first boundary " + delimiters.delimiter(),
            "put a line " + delimiters.delimiter() + " before its header");
      }
      nearMiss = 0;
      closed = kind != Kind.DELIMITER;
      if (kind == Kind.NEARLY_CLOSING) {
        notes.odd(
            place.at(lines.number(), 1),
            "something follows the closing boundary " + delimiters.delimiter() + "--",
            "end the line after it");
      }
      partStart = lines.next();
      partLine = lines.number() + 1;
    }
    if (closed) {
      outside(
          partStart,
          to,
          partLine,
          "behind the closing boundary " + delimiters.delimiter() + "--",
          "move it before the line " + delimiters.delimiter() + "--, as a part of its own");
    } else {
      unclosed(delimiters, partStart, partLine, to, nearMiss, firstLine, depth);
    }
  }

  /** MIME gives no meaning to what stands before the first boundary or behind the last. */
  private void outside(int from, int to, int firstLine, String where, String suggestion) {
    String rest = text.substring(Math.min(from, to), to);
    if (!rest.contains("kind: NodeConfig")) {
      return;
    }
    Lines lines = new Lines(text, from, to, firstLine);
    boolean more = lines.advance();
    while (more && lines.isBlank()) {
      more = lines.advance();
    }
    notes.doubtful(
        place.at(lines.number(), 1),
        "a NodeConfig stands "
            + where
            + " (from line "
            + lines.number()
            + " on), so it is not read",
        suggestion);
  }

  private void unclosed(
      Delimiters delimiters, int start, int line, int to, int near, int firstLine, int depth) {
    if (start < 0) {
      noPart(delimiters, near > 0 ? near : firstLine, near > 0);
      return;
    }
    String text =
        "the text ends without the closing boundary "
            + delimiters.delimiter()
            + "--, so its last"
            + " part may be cut off";
    String suggestion = "end it with a line " + delimiters.delimiter() + "--";
    if (isNodeConfig(Header.read(this.text, start, to, line))) {
      notes.doubtful(place.at(line, 1), text, suggestion);
    } else {
      notes.odd(place.at(line, 1), text, suggestion);
    }
    body(start, to, line, near, depth);
  }

  private void noPart(Delimiters delimiters, int line, boolean nearly) {
    notes.broken(
        place.at(line, 1),
        nearly
            ? "this line is nearly, but not quite, the boundary " + delimiters.delimiter()
            : "no line is the boundary " + delimiters.delimiter() + " that the header names",
        "write each boundary as the header has it, with two dashes before it");
  }

  /** The line break before a delimiter belongs to the delimiter. */
  private int endBefore(int delimiter, int start) {
    int end = delimiter;
    if (end > start && text.charAt(end - 1) == '\n') {
      end--;
    }
    return end > start && text.charAt(end - 1) == '\r' ? end - 1 : end;
  }

  private void body(int start, int end, int line, int nearMiss, int depth) {
    Header header = Header.read(text, start, end, line);
    ContentType type = ContentType.parse(header.field("content-type"));
    if (type.isMultipart() && header.stray() == null) {
      parts(type, header.bodyStart(), end, header.bodyLine(), depth + 1);
      return;
    }
    seen++;
    if (seen >= MOST) {
      tooMany(line);
    } else if (nearMiss > 0) {
      nearMiss(header, nearMiss);
    } else {
      part(header, header.bodyStart(), end, seen);
    }
  }

  private void tooMany(int line) {
    if (seen == MOST) {
      notes.broken(
          place.at(line, 1), "more than " + MOST + " parts, so no more of them are read", "");
    }
  }

  private void nearMiss(Header header, int line) {
    String text = "this line is nearly, but not quite, the boundary";
    String suggestion = "write it as the header has it, or change the boundary";
    if (isNodeConfig(header)) {
      notes.broken(place.at(line, 1), text + ", so the part around it is not read", suggestion);
    } else {
      notes.odd(place.at(line, 1), text, suggestion);
    }
  }

  private static boolean isNodeConfig(Header header) {
    return ContentType.parse(header.field("content-type")).type().equals(NODE_CONFIG);
  }

  private void part(Header header, int start, int end, int number) {
    String body = text.substring(Math.min(start, end), end);
    if (!isNodeConfig(header)) {
      new ForeignPart(place, notes).look(header, body);
    } else if (header.stray() != null) {
      missingBlankLine("the header of the NodeConfig part", header, ContentType.parse(""));
    } else {
      keep(header, Texts.bytes(body), number);
    }
  }

  private void keep(Header header, byte[] body, int number) {
    Origin origin = place.at(header.bodyLine(), 1);
    try {
      byte[] decoded = decode(header.field("content-transfer-encoding"), body);
      byte[] plain = Unpack.unpack(decoded);
      boolean same = Arrays.equals(plain, body);
      Place inner = same ? place.fromLine(header.bodyLine()) : place.inside("part " + number);
      found.add(new Part(Texts.decode(plain), inner));
    } catch (TooLargeException e) {
      notes.tooLarge(origin, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      notes.broken(origin, "the NodeConfig part cannot be unpacked: " + Words.of(e), "");
    }
  }

  private static byte[] decode(String encoding, byte[] body) throws IOException {
    return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
      case "quoted-printable" -> QuotedPrintable.decode(body);
      case "base64" -> base64(body);
      default -> body;
    };
  }

  private static byte[] base64(byte[] body) throws IOException {
    try {
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new IOException("its base64 is broken: " + Words.of(e), e);
    }
  }
}
