package dev.nodeready.network;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Retry;
import dev.nodeready.retry.RetryPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Pins the local cluster's API server in {@code /etc/hosts}, so that a node on an Outpost finds it
 * without the parent region. The lines are {@code ADDRESS TAB HOST}; lines of that form for the
 * same host are kept up to date, everything else stays as it is. Those that were added are kept in
 * mind, so that they can go again: others write lines of the same form.
 */
public final class OutpostHosts {
  private static final String HOSTS = "/etc/hosts";
  private static final String ADDED = "/var/lib/nodeready/hosts";
  private static final RetryPolicy PATIENCE =
      RetryPolicy.doubling(Duration.ofSeconds(20), Duration.ofMillis(200), Duration.ofMillis(3200));

  private final Root root;
  private final Lookup lookup;

  /** Looks names up with the machine's resolver. */
  public OutpostHosts(Root root) {
    this(root, host -> List.of(InetAddress.getAllByName(host)));
  }

  OutpostHosts(Root root, Lookup lookup) {
    this.root = root;
    this.lookup = lookup;
  }

  /** Finds the addresses of a host. */
  @FunctionalInterface
  interface Lookup {
    List<InetAddress> addresses(String host) throws UnknownHostException;
  }

  /**
   * Brings the lines up to date.
   *
   * @param apiServerEndpoint a URL, with a port or without
   * @return whether the file was changed
   * @throws FailureException with code {@code CONFIG_ENDPOINT_INVALID}, {@code HOST_LOOKUP_FAILED}
   *     or {@code HOST_WRITE_FAILED}
   */
  public boolean pin(String apiServerEndpoint, Deadline deadline) throws InterruptedException {
    String host = host(apiServerEndpoint);
    List<InetAddress> addresses =
        Retry.with(PATIENCE).run(deadline, (number, left) -> lookUp(host));
    List<String> wanted = new ArrayList<>();
    for (InetAddress address : addresses) {
      String line = address.getHostAddress() + "\t" + host;
      if (!wanted.contains(line)) {
        wanted.add(line);
      }
    }
    String before = read(HOSTS);
    remember(before.lines().toList(), wanted);
    return write(merged(before, wanted, host));
  }

  /** Before they are added: a crash in between costs nothing. */
  private void remember(List<String> there, List<String> wanted) {
    List<String> added = new ArrayList<>(read(ADDED).lines().toList());
    wanted.stream().filter(line -> !there.contains(line)).forEach(added::add);
    if (!added.isEmpty()) {
      String text = String.join("\n", new LinkedHashSet<>(added)) + "\n";
      boolean _ = new FileStore(root).apply(RenderedFile.text(ADDED, text));
    }
  }

  /**
   * The lines that were added and are still there.
   *
   * @throws FailureException with code {@code HOST_READ_FAILED}
   */
  public List<String> added() {
    List<String> added = read(ADDED).lines().toList();
    return read(HOSTS).lines().filter(added::contains).distinct().toList();
  }

  /**
   * Takes them out again.
   *
   * @throws FailureException with code {@code HOST_READ_FAILED} or {@code HOST_WRITE_FAILED}
   */
  public void unpin() {
    List<String> added = added();
    if (!added.isEmpty()) {
      StringBuilder text = new StringBuilder();
      read(HOSTS)
          .lines()
          .filter(line -> !added.contains(line))
          .forEach(line -> text.append(line).append('\n'));
      boolean _ = write(text.toString());
    }
    boolean _ = new FileStore(root).remove(ADDED);
  }

  private List<InetAddress> lookUp(String host) {
    try {
      return lookup.addresses(host);
    } catch (UnknownHostException e) {
      throw Failure.passing(
              Code.HOST_LOOKUP_FAILED,
              "look up the API server " + host,
              "the name is not known there")
          .asException(e);
    }
  }

  /** Old lines in their order without what is out of date, then what is missing. */
  static String merged(String before, List<String> wanted, String host) {
    StringBuilder text = new StringBuilder();
    List<String> missing = new ArrayList<>(wanted);
    for (String line : before.lines().toList()) {
      boolean ours = line.endsWith("\t" + host) && line.indexOf('\t') == line.lastIndexOf('\t');
      if (!ours || missing.remove(line)) {
        text.append(line).append('\n');
      }
    }
    missing.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private boolean write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    FileStore store = new FileStore(root);
    return store.apply(new RenderedFile(HOSTS, store.modeOf(HOSTS, 0644), bytes));
  }

  private String read(String path) {
    try {
      Path place = root.at(path);
      return Files.exists(place) ? Files.readString(place) : "";
    } catch (IOException e) {
      throw Failure.passing(Code.HOST_READ_FAILED, "read " + path, Words.of(e)).asException(e);
    }
  }

  private static String host(String endpoint) {
    try {
      String host = URI.create(endpoint).getHost();
      if (host != null) {
        return host;
      }
    } catch (IllegalArgumentException e) {
      throw invalid(endpoint).asException(e);
    }
    throw invalid(endpoint).asException();
  }

  private static Failure invalid(String endpoint) {
    return Failure.permanent(
        Code.CONFIG_ENDPOINT_INVALID,
        "find the host in spec.cluster.apiServerEndpoint " + endpoint,
        "that is no URL with a host");
  }
}
