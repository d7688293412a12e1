package dev.nodeready.platform;

import dev.nodeready.aws.Ec2;
import dev.nodeready.aws.Imds;
import dev.nodeready.host.Root;
import dev.nodeready.ready.Background;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the first boot of an instance has to ask in any case, begun before even the command line is
 * read: a JVM that has just started takes longer for that than the metadata service for its answer,
 * and EC2's answer takes longer than all else that kubelet's files wait for.
 */
public final class Ahead {
  /** What a NodeConfig that needs no name from EC2, or another way to it, is bound to hold. */
  private static final List<String> BEARING =
      List.of("InstanceIdNodeName", "nodeName", "platform", "environment");

  /** No configuration is longer that anybody has written by hand. */
  private static final int LONGEST = 1 << 20;

  private final Imds imds;
  private final Ec2 ec2;
  private final AtomicReference<@Nullable Background<String>> name = new AtomicReference<>();
  private final AtomicReference<@Nullable Background<Optional<byte[]>>> userData =
      new AtomicReference<>();

  private Ahead(Map<String, String> environment, Time time) {
    imds = new Imds(environment, Imds.DEFAULT_POLICY, time);
    ec2 = new Ec2(environment, imds, Ec2.DEFAULT_POLICY, time);
  }

  /**
   * Whether the user data is bound to be asked for: neither the firmware speaks against it, nor
   * does a file that may say what platform this is.
   *
   * @param files and folders that the configuration comes from beside the user data
   */
  public static boolean mayAsk(Root root, List<Path> files, Map<String, String> environment) {
    return files.stream().noneMatch(Ahead::mayTellPlatform)
        && Firmware.elsewhere(root, environment).isEmpty();
  }

  private static boolean mayTellPlatform(Path source) {
    try (Stream<Path> files = Files.walk(source, 1)) {
      return files.filter(Files::isRegularFile).anyMatch(file -> text(file).contains("platform"));
    } catch (IOException e) {
      return false;
    }
  }

  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Begins.
   *
   * @param named whether EC2 is asked for the instance's name too; an earlier run may have kept it
   */
  public static Ahead begin(boolean named) {
    return begin(System.getenv(), Time.SYSTEM, named);
  }

  static Ahead begin(Map<String, String> environment, Time time, boolean named) {
    Ahead ahead = new Ahead(environment, time);
    ahead.userData.set(Background.start("user-data", () -> ahead.fetch(named)));
    if (named) {
      // In vain where the user data speaks against it; but else EC2's answer would wait for it.
      Background<Boolean> _ = Background.start("tls", ahead.ec2::prepareTls);
    }
    return ahead;
  }

  private Optional<byte[]> fetch(boolean named) throws InterruptedException {
    byte[] fetched = imds.userData();
    if (named && fetched != null && fits(fetched)) {
      name.set(Background.start("instance-name", this::askName));
      Background<Boolean> _ = Background.start("signature", Ec2::warmUp);
    }
    return Optional.ofNullable(fetched);
  }

  private String askName() throws InterruptedException {
    return ec2.privateDnsName(imds.identity().instanceId());
  }

  /** Only where a NodeConfig can be seen: packed or encoded, it may say anything. */
  static boolean fits(byte[] userData) {
    String text = new String(userData, StandardCharsets.ISO_8859_1);
    return text.contains("NodeConfig") && BEARING.stream().noneMatch(text::contains);
  }

  Imds imds() {
    return imds;
  }

  /** The user data as it was at the beginning, once; null when it has been taken. */
  @Nullable Background<Optional<byte[]>> takeUserData() {
    return userData.getAndSet(null);
  }

  /** The question for the name, once; null where it was not asked. */
  @Nullable Background<String> takeName() {
    return name.getAndSet(null);
  }
}
