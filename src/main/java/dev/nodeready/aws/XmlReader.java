package dev.nodeready.aws;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the XML that EC2 answers with: elements, text, CDATA and references to characters, in
 * UTF-8. Attributes, comments and processing instructions are passed over; a document type, and
 * with it every entity of one's own, is refused. The JDK's reader would be 4 MB of each package and
 * a hundred classes of each first boot, for one name.
 */
final class XmlReader {
  private static final int DEEPEST = 32;
  private static final int MOST = 20_000;

  /** The longest reference to a character, such as {@code #x10FFFF}. */
  private static final int REFERENCE = 8;

  private final String xml;
  private final XmlNode document = new XmlNode("");
  private final List<XmlNode> open = new ArrayList<>(List.of(document));
  private int at;
  private int elements;

  private XmlReader(String xml) {
    this.xml = xml;
  }

  /**
   * The root element.
   *
   * @throws IOException when it is no such XML, or deeper or larger than any honest answer
   */
  static XmlNode read(byte[] xml) throws IOException {
    return new XmlReader(decoded(xml)).document();
  }

  private static String decoded(byte[] xml) throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(xml)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("the answer is no XML: it is not in UTF-8", e);
    }
  }

  private XmlNode document() throws IOException {
    at = xml.startsWith("\uFEFF") ? 1 : 0;
    while (at < xml.length()) {
      int tag = xml.indexOf('<', at);
      text(plain(xml.substring(at, tag < 0 ? xml.length() : tag)));
      at = tag < 0 ? xml.length() : tag;
      if (tag >= 0) {
        markup();
      }
    }
    if (open.size() > 1 || document.children().isEmpty()) {
      throw new IOException("the answer is no XML: it ends too early");
    }
    return document.children().getFirst();
  }

  private void markup() throws IOException {
    if (xml.startsWith("<!--", at)) {
      upTo("-->");
    } else if (xml.startsWith("<![CDATA[", at)) {
      text(upTo("]]>").substring("<![CDATA[".length()));
    } else if (xml.startsWith("<?", at)) {
      upTo("?>");
    } else if (xml.startsWith("<!", at)) {
      throw new IOException("the answer has a DTD or entities");
    } else if (xml.startsWith("</", at)) {
      close(upTo(">").substring(2).strip());
    } else {
      begin(tag());
    }
  }

  /** What is up to the end of this markup, which is then behind us. */
  private String upTo(String end) throws IOException {
    int found = xml.indexOf(end, at);
    if (found < 0) {
      throw new IOException("the answer is no XML: it lacks a " + end);
    }
    String part = xml.substring(at, found);
    at = found + end.length();
    return part;
  }

  /** What stands in a tag; values of attributes may hold what would end it. */
  private String tag() throws IOException {
    int end = at;
    for (char quote = 0; end < xml.length() && (quote != 0 || xml.charAt(end) != '>'); end++) {
      char c = xml.charAt(end);
      if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (quote == c) {
        quote = 0;
      }
    }
    int from = at + 1;
    at = end;
    upTo(">");
    return xml.substring(from, end);
  }

  private void begin(String tag) throws IOException {
    String name = tag.split("[\\s/]", 2)[0];
    if (!name.matches("[\\p{L}_][\\p{L}\\p{N}_:.-]*") || (open.size() == 1 && elements > 0)) {
      throw new IOException("the answer is no XML: <" + ImdsFailures.shortened(tag) + ">");
    }
    if (++elements > MOST || open.size() > DEEPEST) {
      throw new IOException("the answer has too many elements");
    }
    XmlNode node = new XmlNode(name);
    open.getLast().children().add(node);
    if (!tag.endsWith("/")) {
      open.addLast(node);
    }
  }

  private void close(String name) throws IOException {
    if (open.size() == 1 || !open.removeLast().name().equals(name)) {
      throw new IOException("the answer is no XML: </" + ImdsFailures.shortened(name) + ">");
    }
  }

  private void text(String text) throws IOException {
    if (open.size() > 1) {
      open.getLast().add(text);
    } else if (!text.isBlank()) {
      throw new IOException("the answer is no XML: " + ImdsFailures.shortened(text.strip()));
    }
  }

  /** Text with characters in the place of references to them. */
  private static String plain(String text) throws IOException {
    int from = text.indexOf('&');
    if (from < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    int done = 0;
    for (; from >= 0; from = text.indexOf('&', done)) {
      int end = text.indexOf(';', from);
      if (end < 0 || end - from - 1 > REFERENCE) {
        throw new IOException("the answer is no XML: a & stands for itself");
      }
      plain.append(text, done, from).append(character(text.substring(from + 1, end)));
      done = end + 1;
    }
    return plain.append(text, done, text.length()).toString();
  }

  private static String character(String reference) throws IOException {
    return switch (reference) {
      case "lt" -> "<";
      case "gt" -> ">";
      case "amp" -> "&";
      case "quot" -> "\"";
      case "apos" -> "'";
      default -> numbered(reference);
    };
  }

  private static String numbered(String reference) throws IOException {
    try {
      if (reference.startsWith("#x")) {
        return Character.toString(Integer.parseInt(reference.substring(2), 16));
      }
      if (reference.startsWith("#")) {
        return Character.toString(Integer.parseInt(reference.substring(1)));
      }
    } catch (IllegalArgumentException notOne) {
      // Told below: neither a number nor a character.
    }
    throw new IOException("the answer is no XML: &" + reference + "; is not known");
  }
}
