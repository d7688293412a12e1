package dev.nodeready.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Eventually;
import dev.nodeready.Needs;
import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.Containerd;
import dev.nodeready.cri.PrivateContainerd;
import dev.nodeready.doctor.Causes.On;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Privileges;
import dev.nodeready.rehearsal.PauseImage;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real containerd that a test spoils, and the machine that has it. */
final class SickContainerd implements AutoCloseable {
  private static final Commands COMMANDS = new Commands(Map.of());

  private final List<Path> mounts = new ArrayList<>();
  private final PrivateContainerd containerd;

  private SickContainerd(PrivateContainerd containerd) {
    this.containerd = containerd;
  }

  /** One that is configured and not started. */
  static SickContainerd prepare(Containerd flavor, String sandbox) throws IOException {
    return new SickContainerd(PrivateContainerd.prepare(flavor, sandbox));
  }

  PrivateContainerd real() {
    return containerd;
  }

  /** The machine whose containerd this is. */
  Ill machine() throws IOException {
    Ill ill = new Ill(containerd.folder());
    ill.with("/etc/containerd/config.toml", Files.readString(containerd.config()));
    if (Files.exists(containerd.log())) {
      ill.said("containerd.service", Files.readString(containerd.log()).split("\n"));
    }
    return ill;
  }

  /** Something else stands in its file. */
  void change(String from, String to) throws IOException {
    String before = Files.readString(containerd.config());
    assertThat(before).contains(from);
    Files.writeString(containerd.config(), before.replace(from, to));
  }

  /** Starts it, and waits until it is ready. */
  void ready() throws Exception {
    containerd.start();
    Eventually.until("containerd is ready", containerd::isReady);
  }

  /** Waits until its log has these words. */
  void said(String words) throws Exception {
    Eventually.until("containerd says " + words, () -> log().contains(words));
  }

  private String log() {
    try {
      return Files.exists(containerd.log()) ? Files.readString(containerd.log()) : "";
    } catch (IOException e) {
      return "";
    }
  }

  /** A file system of its own in the machine's folder of this name. */
  Path mount(String folder, String options) throws Exception {
    Needs.that(Privileges.own().mayMount(), "this needs to mount: run it as root");
    Path place = Files.createDirectories(containerd.folder().resolve(folder));
    run("mount", "-t", "tmpfs", "-o", options, "tmpfs", place.toString());
    mounts.add(place);
    return place;
  }

  /** An archive of a sandbox image is imported, with these words of {@code ctr images import}. */
  void imported(String namespace, String name, String... how) throws Exception {
    Path archive = containerd.folder().resolve("pause.tar");
    Files.write(archive, PauseImage.forThisMachine().archive(name));
    List<String> words = new ArrayList<>(List.of("import"));
    words.addAll(List.of(how));
    words.add(archive.toString());
    images(namespace, words.toArray(String[]::new));
  }

  /** Runs {@code ctr images}. */
  void images(String namespace, String... words) throws Exception {
    String socket = containerd.endpoint().socket().toString();
    List<String> all = new ArrayList<>(List.of("ctr", "-a", socket, "-n", namespace, "images"));
    all.addAll(List.of(words));
    run(all.toArray(String[]::new));
  }

  /** Runs a program that has to work. */
  void run(String... words) throws InterruptedException {
    Commands.Result result = COMMANDS.run(Duration.ofSeconds(20), List.of(words));
    assertThat(result.ok()).as("%s: %s", List.of(words), result.errors()).isTrue();
  }

  /** The first finding about an area or code is the cause, within ten seconds. */
  Finding cause(Code code, String about, On on, String how) throws Exception {
    long begun = Time.SYSTEM.nanos();
    Diagnosis diagnosis = machine().diagnosis(about);
    Duration took = Duration.ofNanos(Time.SYSTEM.nanos() - begun);
    assertThat(took).isLessThan(Duration.ofSeconds(10));
    List<Finding> found =
        diagnosis.findings().stream().filter(f -> f.code() != Code.HOST_DISK_LOW).toList();
    assertThat(found).as("%s\n%s", diagnosis, log()).isNotEmpty();
    assertThat(found.getFirst().code()).as("%s", found).isEqualTo(code);
    assertThat(found.getFirst().isSure()).isTrue();
    String what = found.getFirst().what().replace(containerd.folder().toString(), "");
    Causes.proved(code, on, how, took, what);
    return found.getFirst();
  }

  @Override
  public void close() throws IOException {
    try {
      containerd.kill();
      for (Path mount : mounts) {
        run("umount", "--lazy", mount.toString());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      containerd.close();
    }
  }
}
