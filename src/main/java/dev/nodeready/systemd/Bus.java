package dev.nodeready.systemd;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One connection to systemd's private socket, which speaks D-Bus without a daemon in between and
 * sends the signals of every unit unasked. A thread reads; any thread may call.
 */
final class Bus implements AutoCloseable {
  /** Only root gets in, and the kernel has told systemd who we are: 30 is "0" in hex. */
  private static final String HELLO = "\0AUTH EXTERNAL 30\r\nBEGIN\r\n";

  private static final int LONGEST_WELCOME = 256;

  private final SocketChannel channel;
  private final Incoming incoming;
  private final Listener listener;
  private final Map<Integer, CompletableFuture<Message>> open = new ConcurrentHashMap<>();
  private int serial;

  private Bus(SocketChannel channel, Incoming incoming, Listener listener) {
    this.channel = channel;
    this.incoming = incoming;
    this.listener = listener;
  }

  /** Hears of what nobody asked for, on the reading thread. */
  interface Listener {
    void signal(Message signal) throws IOException;

    void lost();
  }

  /**
   * Connects.
   *
   * @param atMost for the connect and systemd's welcome
   * @throws IOException when nobody listens or answers, or one may not talk to it
   */
  static Bus connect(Path socket, Duration atMost, Listener listener)
      throws IOException, InterruptedException {
    CompletableFuture<Bus> welcome = new CompletableFuture<>();
    Thread reader =
        Thread.ofPlatform()
            .daemon()
            .name("systemd")
            .start(() -> converse(socket, listener, welcome));
    // Neither the connect nor a read knows a limit, but both end at an interrupt.
    try {
      return welcome.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      reader.interrupt();
      throw e;
    } catch (TimeoutException e) {
      reader.interrupt();
      throw new IOException("systemd took no connection within " + atMost.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException refused ? refused : new IOException(e.getCause());
    }
  }

  /** All that the reading thread does, from the connect on. */
  private static void converse(Path socket, Listener listener, CompletableFuture<Bus> welcome) {
    Bus bus;
    try {
      bus = greeted(socket, listener);
    } catch (IOException | RuntimeException | Error e) {
      welcome.completeExceptionally(e);
      return;
    }
    welcome.complete(bus);
    bus.read();
  }

  private static Bus greeted(Path socket, Listener listener) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      write(channel, ByteBuffer.wrap(HELLO.getBytes(StandardCharsets.US_ASCII)));
      Incoming incoming = new Incoming(channel);
      String line = incoming.line(LONGEST_WELCOME);
      if (!line.startsWith("OK ")) {
        throw new IOException("systemd answers: " + line);
      }
      return new Bus(channel, incoming, listener);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  /** Whether calls can be made. */
  boolean isOpen() {
    return channel.isOpen();
  }

  /**
   * Makes calls in one go and returns their answers in order.
   *
   * @throws IOException when the connection breaks, systemd is silent for {@code atMost}, or (as
   *     {@link Refusal}) it answers with an error
   */
  List<Message> call(Duration atMost, List<Call> calls) throws IOException, InterruptedException {
    List<CompletableFuture<Message>> answers = send(calls);
    if (!answers.isEmpty()) {
      await(answers.getLast(), atMost);
    }
    List<Message> all = new ArrayList<>();
    for (CompletableFuture<Message> answer : answers) {
      Message message = await(answer, atMost);
      if (message.kind() == Message.ERROR) {
        throw new Refusal(message.error(), message.body().text());
      }
      all.add(message);
    }
    return all;
  }

  /** systemd's "no", with its reason. */
  static final class Refusal extends IOException {
    private Refusal(String name, String reason) {
      super(reason + " (" + name.substring(name.lastIndexOf('.') + 1) + ")");
    }
  }

  private synchronized List<CompletableFuture<Message>> send(List<Call> calls) throws IOException {
    List<CompletableFuture<Message>> answers = new ArrayList<>();
    MessageWriter all = new MessageWriter();
    for (Call call : calls) {
      CompletableFuture<Message> answer = new CompletableFuture<>();
      open.put(++serial, answer);
      answers.add(answer);
      all.call(serial, call);
    }
    write(channel, all.written());
    if (!channel.isOpen()) {
      // The reader may have ended before these were added, and would then not fail them.
      throw new EOFException("the connection is closed");
    }
    return answers;
  }

  private static Message await(CompletableFuture<Message> answer, Duration atMost)
      throws IOException, InterruptedException {
    try {
      return answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException("systemd gave no answer for " + atMost.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    }
  }

  private void read() {
    try {
      for (; ; ) {
        deliver(incoming.message());
      }
    } catch (IOException e) {
      close();
      open.values().forEach(answer -> answer.completeExceptionally(e));
      listener.lost();
    }
  }

  private void deliver(Message message) throws IOException {
    CompletableFuture<Message> answer = open.remove(message.replyTo());
    if (answer != null) {
      answer.complete(message);
    } else if (message.kind() == Message.SIGNAL) {
      listener.signal(message);
    }
  }

  private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
      return;
    }
  }
}
