package dev.nodeready.config;

/** The grammar of github.com/distribution/reference, by which containerd reads names of images. */
public final class ImageName {
  private static final String PART = "[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*";

  /** The path of an image in its registry. */
  public static final String PATH = PART + "(?:/" + PART + ")*";

  private static final String REFERENCE =
      "(?:(?:[A-Za-z0-9][A-Za-z0-9.-]*|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]+)?/)?"
          + PATH
          + "(?::\\w[\\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9+._-]*:[0-9A-Fa-f]{32,})?";

  /** A name of at most 255 characters, a tag of 128 and a digest. */
  private static final int LONGEST = 600;

  private ImageName() {}

  /** Whether it can name an image, such as {@code registry.example:5000/pause:3.10}. */
  static boolean isReference(String text) {
    return text.length() <= LONGEST && text.matches(REFERENCE);
  }
}
