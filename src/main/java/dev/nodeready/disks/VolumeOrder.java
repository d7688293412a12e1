package dev.nodeready.disks;

import dev.nodeready.config.NodeConfig.Volume;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is to be made of an attached volume.
 *
 * @param device as the configuration names it, such as {@code /dev/xvdb}
 * @param type of the file system that a blank one gets; empty for XFS
 * @param targets absolute folders that are to lie on it
 */
public record VolumeOrder(String device, String type, List<String> targets) {
  private static final Pattern WORD =
      Pattern.compile("([^=]+?)(?:,([a-z0-9]+))?=(/[^:]*(?::/[^:]*)*+)");

  public VolumeOrder {
    targets = targets.stream().map(VolumeOrder::plain).filter(it -> !it.equals("/")).toList();
  }

  /** What a configuration asks for. */
  public static VolumeOrder of(Volume volume) {
    return new VolumeOrder(volume.device(), volume.fsType(), volume.mountTargets());
  }

  /** Reads {@link #word}; empty where it is of another form. */
  public static Optional<VolumeOrder> parse(String word) {
    Matcher matcher = WORD.matcher(word);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String type = matcher.group(2) == null ? "" : matcher.group(2);
    return Optional.of(
        new VolumeOrder(matcher.group(1), type, List.of(matcher.group(3).split(":", -1))));
  }

  /** As one word of a command line: {@code DEVICE[,TYPE]=TARGET[:TARGET…]}. */
  public String word() {
    return device + (type.isEmpty() ? "" : "," + type) + "=" + String.join(":", targets);
  }

  /** The folder without what a path may say twice. */
  private static String plain(String target) {
    String plain =
        Stream.of(target.split("/", -1))
            .filter(name -> !name.isEmpty() && !name.equals("."))
            .collect(Collectors.joining("/"));
    return "/" + plain;
  }
}
