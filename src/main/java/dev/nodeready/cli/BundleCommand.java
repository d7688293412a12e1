package dev.nodeready.cli;

import dev.nodeready.bundle.Bundle;
import dev.nodeready.catalogue.Code;
import dev.nodeready.containerd.ContainerdFiles;
import dev.nodeready.cri.CriEndpoint;
import dev.nodeready.cri.RuntimeWords;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Commands;
import dev.nodeready.host.PrivateFile;
import dev.nodeready.host.Root;
import dev.nodeready.logging.Terminal;
import dev.nodeready.report.ExitCode;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code nodeready bundle}: one archive for a ticket. */
final class BundleCommand implements Command {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final String STANDARD_OUTPUT = "-";

  /** What nodeready itself says of the node, by the name in the archive. */
  private static final Map<String, String> OWN = own();

  private static Map<String, String> own() {
    Map<String, String> own = new LinkedHashMap<>();
    own.put("status.txt", "status");
    own.put("doctor.txt", "doctor");
    own.put("boots.txt", "boots");
    own.put("analysis/timeline.txt", "analyze timeline");
    own.put("analysis/critical-path.txt", "analyze critical-path");
    own.put("analysis/timeline.svg", "analyze timeline -o svg");
    return own;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "bundle",
            "Writes one archive for a ticket: status, records, journals, files, versions, without"
                + " secrets.");
    spec.addOption(
        Specs.value(
            "FILE",
            "Where to, as tar.gz for you alone; - is standard output (default:"
                + " nodeready-bundle-TIME.tar.gz).",
            "-o",
            "--output"));
    spec.addOption(Shared.root());
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) throws InterruptedException {
    Root root = Shared.root(parsed);
    String name = name(Time.SYSTEM.now());
    String to = parsed.matchedOptionValue("--output", name + ".tar.gz");
    List<String> missing =
        to.equals(STANDARD_OUTPUT)
            ? toStandardOutput(parsed, root, name, streams)
            : toFile(Path.of(to), root, name);
    if (!to.equals(STANDARD_OUTPUT)) {
      streams.out().println(to);
    }
    streams
        .err()
        .printf(
            "nodeready: %d things are not in it, see %s in it; look through it before you hand it on%n",
            missing.size(), Bundle.LIST);
    return ExitCode.DONE;
  }

  private static String name(Instant now) {
    return "nodeready-bundle-" + now.truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
  }

  private static List<String> toStandardOutput(
      ParseResult parsed, Root root, String name, Streams streams) throws InterruptedException {
    if (Terminal.out().width() > 0) {
      throw Shared.wrong(
          parsed,
          "an archive is nothing for a terminal; let it lead elsewhere: nodeready bundle -o - >FILE");
    }
    try {
      return write(root, name, streams.out());
    } catch (IOException e) {
      throw failed("standard output", e);
    }
  }

  private static List<String> toFile(Path file, Root root, String name)
      throws InterruptedException {
    try {
      return PrivateFile.write(file, out -> write(root, name, out));
    } catch (IOException e) {
      throw failed(file.toString(), e);
    }
  }

  private static FailureException failed(String where, IOException e) {
    return Failure.passing(
            Code.HOST_WRITE_FAILED,
            "write the archive to " + where,
            Words.of(e),
            "name a file elsewhere, or send it away at once: nodeready bundle -o - | ssh HOST 'cat >bundle'")
        .asException(e);
  }

  private static List<String> write(Root root, String name, OutputStream out)
      throws IOException, InterruptedException {
    Map<String, Callable<String>> own = new LinkedHashMap<>();
    own.put("version.txt", () -> said(List.of("--version")));
    OWN.forEach((file, words) -> {
      List<String> all = new ArrayList<>(List.of(words.split(" ", -1)));
      all.addAll(List.of("--root", root.folder().toString()));
      if (Cli.has(all.getFirst())) {
        own.put(file, () -> said(all));
      }
    });
    CriEndpoint runtime = new CriEndpoint(root.at(ContainerdFiles.SOCKET));
    own.put("cri/status.txt", () -> RuntimeWords.of(runtime, ANSWER));
    return Bundle.write(
        root, new Commands(Map.of()), own, Deadline.after(LIMIT, Time.SYSTEM), name, out);
  }

  /** What a command says, to either stream; why it cannot say anything is worth knowing too. */
  private static String said(List<String> words) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    int code = new Cli(new Streams(both, both)).run(words.toArray(String[]::new));
    both.flush();
    String end = code == ExitCode.DONE ? "" : "(exit code " + code + ")\n";
    return bytes.toString(StandardCharsets.UTF_8) + end;
  }
}
