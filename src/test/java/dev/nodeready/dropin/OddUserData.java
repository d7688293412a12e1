package dev.nodeready.dropin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes the documents of a source where it has them, wrapped up as some tool does. */
final class OddUserData {
  private final Drawn.Source source;
  private final Draw draw;

  OddUserData(Drawn.Source source) {
    this.source = source;
    draw = new Draw(source.style());
  }

  /** What the metadata service has. */
  byte[] userData() throws IOException {
    byte[] bytes = file().getBytes(StandardCharsets.UTF_8);
    byte[] zipped = draw.oneIn(4) ? zipped(bytes) : bytes;
    return draw.oneIn(4) ? Base64.getMimeEncoder().encode(zipped) : zipped;
  }

  /** One file. */
  String file() throws IOException {
    List<Map<String, @Nullable Object>> documents = source.documents();
    return documents.size() == 1 && !draw.oneIn(4) ? document(documents.getFirst()) : multipart();
  }

  /** One file for each document, among others that are passed over. */
  void folder(Path folder) throws IOException {
    int at = 10;
    for (Map<String, @Nullable Object> document : source.documents()) {
      String name = at++ + draw.of("-a.yaml", ".yml", ".b.YAML", "_c.json");
      Files.writeString(folder.resolve(name), document(document));
    }
    Files.writeString(folder.resolve("00.txt"), "spec: {cluster: {name: wrong}}");
    Files.createDirectories(folder.resolve("99.yaml"));
  }

  private String document(Map<String, @Nullable Object> document) {
    return draw.oneIn(3)
        ? draw.of("", "\n", "  ") + new OddJson(draw).write(document) + draw.of("", "\n")
        : new OddYaml(draw).write(document);
  }

  private String multipart() throws IOException {
    String boundary = draw.of("//", "BOUNDARY", "==part==", "a b");
    StringBuilder text = new StringBuilder(draw.of("MIME-Version: 1.0\n", ""));
    text.append("Content-Type: ").append(draw.of("multipart/mixed", "Multipart/Related"));
    text.append("; boundary=\"")
        .append(boundary)
        .append("\"\n\n")
        .append(draw.of("", "preamble\n"));
    for (Map<String, @Nullable Object> document : source.documents()) {
      if (draw.oneIn(3)) {
        text.append("--").append(boundary);
        text.append("\nContent-Type: text/x-shellscript\n\n#!/bin/sh\necho hi\n");
      }
      text.append("--").append(boundary).append('\n').append(part(document)).append('\n');
    }
    text.append("--").append(boundary).append("--\n").append(draw.of("", "epilogue\n"));
    return draw.oneIn(2) ? text.toString() : text.toString().replace("\n", "\r\n");
  }

  private String part(Map<String, @Nullable Object> document) throws IOException {
    String type =
        "Content-Type: "
            + draw.of("application/node.eks.aws", "Application/Node.EKS.AWS; charset=utf-8")
            + "\n";
    byte[] bytes = document(document).getBytes(StandardCharsets.UTF_8);
    return switch (draw.below(5)) {
      case 0 ->
          type
              + "Content-Transfer-Encoding: base64\n\n"
              + Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(bytes);
      case 1 -> type + "\n" + Base64.getEncoder().encodeToString(zipped(bytes));
      default -> type + "\n" + new String(bytes, StandardCharsets.UTF_8);
    };
  }

  private static byte[] zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }
}
