package dev.nodeready.rehearsal;

import dev.nodeready.host.Tar;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * A pause image of our own: one layer with one program of some 200 bytes. It starts a pod sandbox
 * as any other does.
 *
 * @param manifest the image manifest (OCI image specification 1.0)
 * @param config the image configuration
 * @param layer an uncompressed tar
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bytes, never compared
public record PauseImage(byte[] manifest, byte[] config, byte[] layer) {
  /** Media type of {@link #manifest}. */
  public static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

  private static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar";

  /** The image for this machine. */
  public static PauseImage forThisMachine() {
    return forMachine(System.getProperty("os.arch"), new byte[0]);
  }

  /**
   * The image for a machine.
   *
   * @param architecture as Java or an image names it
   * @param ballast bytes of a second file, for those who want a pull to take its time
   * @throws IllegalArgumentException for anything but amd64 and arm64
   */
  public static PauseImage forMachine(String architecture, byte[] ballast) {
    PauseProgram program = PauseProgram.forMachine(architecture);
    Tar files = new Tar().add("pause", 0755, program.file());
    byte[] layer = (ballast.length == 0 ? files : files.add("ballast", 0644, ballast)).bytes();
    byte[] config =
        bytes(
            """
            {"architecture":"%s","os":"linux","config":{"Entrypoint":["/pause"],"User":"65535:65535"},\
            "rootfs":{"type":"layers","diff_ids":["%s"]}}\
            """
                .formatted(program.architecture(), digest(layer)));
    byte[] manifest =
        bytes(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
                .formatted(
                    MANIFEST_TYPE, descriptor(CONFIG_TYPE, config), descriptor(LAYER_TYPE, layer)));
    return new PauseImage(manifest, config, layer);
  }

  /** Every blob, the manifest among them, by its digest. */
  public Map<String, byte[]> blobs() {
    return Map.of(digest(manifest), manifest, digest(config), config, digest(layer), layer);
  }

  /**
   * The image as an OCI archive that {@code ctr images import} takes.
   *
   * @param reference the name it is imported under
   */
  public byte[] archive(String reference) {
    return archive(reference, manifest, config, layer);
  }

  /** The same with only some of its content. */
  public byte[] archive(String reference, byte[]... content) {
    String entry =
        descriptor(MANIFEST_TYPE, manifest)
            .replaceFirst(
                "}$", ",\"annotations\":{\"io.containerd.image.name\":\"" + reference + "\"}}");
    Tar tar =
        new Tar()
            .add("oci-layout", 0644, bytes("{\"imageLayoutVersion\":\"1.0.0\"}"))
            .add("index.json", 0644, bytes("{\"schemaVersion\":2,\"manifests\":[" + entry + "]}"));
    for (byte[] blob : content) {
      tar.add("blobs/" + digest(blob).replace(':', '/'), 0644, blob);
    }
    return tar.bytes();
  }

  /** The name of some content: {@code sha256:} and 64 hexadecimal digits. */
  public static String digest(byte[] content) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String descriptor(String type, byte[] content) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(type, digest(content), content.length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
