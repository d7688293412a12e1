package dev.nodeready.cri;

/** What an image's name says, by the rules that containerd's CRI reads it with. */
public final class ImageReference {
  private ImageReference() {}

  /**
   * Whether the name lies under {@code localhost/}: what a machine image brings along, never in a
   * registry. {@code localhost:5000/…} is a registry on this machine.
   */
  public static boolean isLocal(String reference) {
    return reference.startsWith("localhost/");
  }

  /**
   * The full name under which the store keeps a short one: {@code pause:3} becomes {@code
   * docker.io/library/pause:3}.
   */
  public static String full(String reference) {
    int slash = reference.indexOf('/');
    String first = slash < 0 ? "" : reference.substring(0, slash);
    boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
    String named = host ? reference : "docker.io/" + (slash < 0 ? "library/" : "") + reference;
    return tagged(named) ? named : named + ":latest";
  }

  /** The part that names the registry, with its port. */
  public static String host(String reference) {
    String full = full(reference);
    return full.substring(0, full.indexOf('/'));
  }

  /** Name and tag without the registry and the path: {@code pause:3}. */
  public static String base(String reference) {
    return reference.substring(reference.lastIndexOf('/') + 1);
  }

  /**
   * Name and tag without registry, path and digest, so that names of one image are alike; a tag
   * that is left out is latest.
   */
  public static String bare(String reference) {
    String base = base(reference.replaceFirst("@.*", ""));
    return base.contains(":") ? base : base + ":latest";
  }

  private static boolean tagged(String reference) {
    return base(reference).contains(":") || reference.contains("@");
  }
}
