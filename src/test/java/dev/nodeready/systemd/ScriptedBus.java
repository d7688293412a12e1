package dev.nodeready.systemd;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A real server on a unix socket that plays systemd's private D-Bus, with an encoder of its own so
 * that the product's cannot hide its faults. Every unit is loaded and inactive until a start makes
 * it active.
 *
 * <p>By hand, until it is killed: {@code java … dev.nodeready.systemd.ScriptedBus SOCKET}.
 */
public final class ScriptedBus implements AutoCloseable {
  private static final Duration LAST_ACCEPT = Duration.ofSeconds(5);
  private static final String UNITS = "/org/freedesktop/systemd1/unit/";

  private final ServerSocketChannel listener;
  private final Thread acceptor = Thread.ofPlatform().daemon().unstarted(this::accept);
  private final Map<String, Integer> pids = new ConcurrentHashMap<>();
  private final Set<String> finished = ConcurrentHashMap.newKeySet();
  private final List<SocketChannel> clients = new CopyOnWriteArrayList<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Long> starts = new ConcurrentHashMap<>();
  private volatile Consumer<String> heard = _ -> {};
  private volatile boolean onTime;
  private volatile String jobResult = "done";
  private int serial;

  private ScriptedBus(ServerSocketChannel listener) {
    this.listener = listener;
  }

  /** A server that listens. */
  public static ScriptedBus at(Path socket) throws IOException {
    Files.createDirectories(socket.getParent());
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket));
    ScriptedBus bus = new ScriptedBus(listener);
    bus.acceptor.start();
    return bus;
  }

  /** Plays systemd until the process is killed. */
  public static void main(String[] args) throws Exception {
    try (ScriptedBus _ = at(Path.of(args[0]))) {
      Thread.currentThread().join();
    }
  }

  /** Jobs end so from now on; only {@code done} makes a unit active. */
  public ScriptedBus endingJobsAs(String result) {
    jobResult = result;
    return this;
  }

  /** A unit that runs already. */
  public ScriptedBus running(String unit) {
    pids.put(UNITS + escaped(unit), 100);
    return this;
  }

  /** A unit that has done its work and is inactive again. */
  public ScriptedBus finished(String unit) {
    finished.add(UNITS + escaped(unit));
    return this;
  }

  /** Tells when a unit was started by the machine's own clock, and not by one that stands. */
  public ScriptedBus onTime() {
    onTime = true;
    return this;
  }

  /** Has somebody hear of each call before it is carried out, as {@link #calls} has it. */
  public ScriptedBus heardBy(Consumer<String> listener) {
    heard = listener;
    return this;
  }

  /** Whether a unit runs. */
  public boolean isRunning(String unit) {
    return pids.containsKey(UNITS + escaped(unit));
  }

  /** Every call so far, as member and arguments. */
  public List<String> calls() {
    return calls;
  }

  /** Says that something about the unit has changed. */
  public void changed(String unit) throws IOException {
    signal(UNITS + escaped(unit), "PropertiesChanged", new Body());
  }

  /** Breaks every connection, as when systemd executes itself anew. */
  public void dropConnections() throws IOException {
    for (SocketChannel client : clients) {
      client.close();
    }
    clients.clear();
  }

  /** Nobody gets in any more once this returns, not even one that was on its way. */
  @Override
  public void close() throws IOException {
    listener.close();
    try {
      acceptor.join(LAST_ACCEPT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    dropConnections();
  }

  private void accept() {
    try {
      for (; ; ) {
        SocketChannel client = listener.accept();
        clients.add(client);
        Thread.ofPlatform().daemon().start(() -> serve(client));
      }
    } catch (IOException e) {
      // Closed: the test is over.
      return;
    }
  }

  private void serve(SocketChannel client) {
    try {
      DataInputStream in = new DataInputStream(Channels.newInputStream(client));
      greet(in, client);
      for (; ; ) {
        byte[] fixed = in.readNBytes(16);
        if (fixed.length < 16) {
          clients.remove(client);
          return;
        }
        ByteBuffer head = ByteBuffer.wrap(fixed).order(ByteOrder.LITTLE_ENDIAN);
        int fields = (head.getInt(12) + 7) & ~7;
        byte[] rest = in.readNBytes(fields + head.getInt(4));
        answer(client, head.getInt(8), texts(rest, fields));
      }
    } catch (IOException e) {
      // The other end is gone, or the test is over.
      clients.remove(client);
    }
  }

  private static void greet(DataInputStream in, SocketChannel client) throws IOException {
    StringBuilder said = new StringBuilder();
    while (said.indexOf("BEGIN\r\n") < 0) {
      said.append((char) in.readUnsignedByte());
    }
    OutputStream out = Channels.newOutputStream(client);
    out.write(
        said.toString().startsWith("\0AUTH EXTERNAL 30\r\n")
            ? "OK 0123456789abcdef\r\n".getBytes(StandardCharsets.US_ASCII)
            : "REJECTED EXTERNAL\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  /** The path and the member from the header, then the arguments: all of them are strings. */
  private static List<String> texts(byte[] rest, int fields) {
    List<String> texts = new CopyOnWriteArrayList<>(List.of("", ""));
    ByteBuffer bytes = ByteBuffer.wrap(rest).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.position() < fields - 7) {
      bytes.position((bytes.position() + 7) & ~7);
      int code = bytes.get();
      int type = bytes.getShort() >> 8;
      bytes.get();
      String value = type == 'g' ? text(bytes, bytes.get()) : text(bytes, bytes.getInt());
      if (code == 1 || code == 3) {
        texts.set(code == 1 ? 0 : 1, value);
      }
    }
    bytes.position(fields);
    while (bytes.remaining() > 4) {
      bytes.position((bytes.position() - fields + 3 & ~3) + fields);
      texts.add(text(bytes, bytes.getInt()));
    }
    return texts;
  }

  private static String text(ByteBuffer bytes, int length) {
    byte[] text = new byte[length];
    bytes.get(text).get();
    return new String(text, StandardCharsets.UTF_8);
  }

  private void answer(SocketChannel client, int call, List<String> said) throws IOException {
    String member = said.get(1);
    String words = member + " " + String.join(" ", said.subList(2, said.size()));
    calls.add(words);
    heard.accept(words);
    switch (member) {
      case "Get" -> reply(client, call, property(said.get(0), said.get(3)));
      case "StartUnit", "RestartUnit" -> startUnit(client, call, said.get(2));
      case "StopUnit" -> stopUnit(client, call, said.get(2));
      case "ListUnits" ->
          send(client, 2, new Body().replyTo(call).signature("a(ssssssouso)"), units());
      case "Reload" -> reply(client, call, new Body());
      default -> send(client, 3, new Body().field(4, 's', "no." + member).replyTo(call), error());
    }
  }

  /** An array of structures: its length, which counts from the first of them, and they. */
  private Body units() {
    Body all = new Body().number(0).align(8);
    for (String path : pids.keySet()) {
      String unit = path.substring(UNITS.length()).replace("_2e", ".").replace("_2d", "-");
      all.align(8).text(unit).text("a unit").text("loaded").text("active").text("running");
      all.text("").text(path).number(0).text("").text("/");
    }
    byte[] bytes = all.out.toByteArray();
    Body whole = new Body().number(bytes.length - 8);
    whole.out.writeBytes(Arrays.copyOfRange(bytes, 4, bytes.length));
    return whole;
  }

  private static Body error() {
    return new Body().text("not scripted");
  }

  private void startUnit(SocketChannel client, int call, String unit) throws IOException {
    if (unit.startsWith("absent")) {
      Body head = new Body().field(4, 's', "org.freedesktop.systemd1.NoSuchUnit").replyTo(call);
      send(client, 3, head.signature("s"), new Body().text("Unit " + unit + " not found."));
      return;
    }
    if (jobResult.equals("done")) {
      pids.merge(UNITS + escaped(unit), 100, Integer::sum);
      if (onTime) {
        starts.put(UNITS + escaped(unit), System.nanoTime() / 1000);
      }
    }
    endJob(client, call, unit);
  }

  private void endJob(SocketChannel client, int call, String unit) throws IOException {
    String job = "/org/freedesktop/systemd1/job/" + ++serial;
    send(client, 2, new Body().replyTo(call).signature("o"), new Body().text(job));
    Body removed = new Body().number(serial).text(job).text(unit).text(jobResult);
    signal("/org/freedesktop/systemd1", "JobRemoved", removed);
  }

  private void stopUnit(SocketChannel client, int call, String unit) throws IOException {
    pids.remove(UNITS + escaped(unit));
    endJob(client, call, unit);
  }

  private Body property(String path, String name) {
    boolean runs = pids.containsKey(path);
    long since = starts.getOrDefault(path, 1_500_000L);
    Body value = new Body();
    return switch (name) {
      case "LoadState" -> value.variant("s").text("loaded");
      case "ActiveState" -> value.variant("s").text(runs ? "active" : "inactive");
      case "SubState" -> value.variant("s").text(runs ? "running" : "dead");
      case "Result" -> value.variant("s").text("success");
      case "Job" -> value.variant("(uo)").align(8).number(0).text("/");
      case "ConditionResult" -> value.variant("b").number(1);
      case "ConditionTimestampMonotonic", "ExecMainStartTimestampMonotonic" ->
          value.variant("t").wide(runs ? since : 0);
      case "InactiveExitTimestampMonotonic" ->
          value.variant("t").wide(runs || finished.contains(path) ? 1_400_000 : 0);
      case "ActiveEnterTimestampMonotonic" -> value.variant("t").wide(runs ? since : 0);
      case "InactiveEnterTimestampMonotonic" ->
          value.variant("t").wide(finished.contains(path) ? 1_600_000 : 0);
      case "FirmwareTimestampMonotonic" -> value.variant("t").wide(2_500_000);
      case "LoaderTimestampMonotonic" -> value.variant("t").wide(500_000);
      case "InitRDTimestampMonotonic" -> value.variant("t").wide(0);
      case "UserspaceTimestampMonotonic" -> value.variant("t").wide(1_200_000);
      case "FinishTimestampMonotonic" -> value.variant("t").wide(9_000_000);
      case "KernelTimestamp" -> value.variant("t").wide(1_700_000_000_000_000L);
      case "NRestarts" -> value.variant("u").number(2);
      case "ExecMainStatus" -> value.variant("i").number(0);
      case "MainPID" -> value.variant("u").number(pids.getOrDefault(path, 0));
      default -> value.variant("s").text("of-" + name);
    };
  }

  private void reply(SocketChannel client, int call, Body body) throws IOException {
    send(client, 2, new Body().replyTo(call).signature("v"), body);
  }

  private void signal(String path, String member, Body body) throws IOException {
    for (SocketChannel client : clients) {
      Body head = new Body().field(1, 'o', path).field(3, 's', member);
      send(client, 4, head.signature("uoss"), body);
    }
  }

  private synchronized void send(SocketChannel client, int kind, Body head, Body body)
      throws IOException {
    byte[] fields = head.out.toByteArray();
    Body whole = new Body();
    whole.out.writeBytes(new byte[] {'l', (byte) kind, 1, 1});
    whole.number(body.out.size()).number(++serial).number(fields.length);
    whole.out.writeBytes(fields);
    whole.align(8).out.writeBytes(body.out.toByteArray());
    ByteBuffer bytes = ByteBuffer.wrap(whole.out.toByteArray());
    while (bytes.hasRemaining()) {
      client.write(bytes);
    }
  }

  private static String escaped(String unit) {
    return unit.replace(".", "_2e").replace("-", "_2d");
  }

  /** What is written so far, little-endian, alignment counted from its beginning. */
  private static final class Body {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Body align(int to) {
      while (out.size() % to != 0) {
        out.write(0);
      }
      return this;
    }

    Body number(int value) {
      align(4);
      out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
      return this;
    }

    Body wide(long value) {
      align(8);
      out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
      return this;
    }

    Body text(String value) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      number(bytes.length).out.writeBytes(bytes);
      out.write(0);
      return this;
    }

    Body variant(String signature) {
      out.write(signature.length());
      out.writeBytes(signature.getBytes(StandardCharsets.US_ASCII));
      out.write(0);
      return this;
    }

    Body field(int code, char type, String value) {
      align(8).out.write(code);
      return variant(String.valueOf(type)).text(value);
    }

    Body replyTo(int call) {
      align(8).out.write(5);
      return variant("u").number(call);
    }

    Body signature(String value) {
      align(8).out.write(8);
      return variant("g").variant(value);
    }
  }
}
