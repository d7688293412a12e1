package dev.nodeready.cri;

import dev.nodeready.failure.FailureException;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Hears whenever an image of CRI's is removed or changed, from containerd's own service of events
 * ({@code containerd.services.events.v1}), since CRI tells only of containers. What the event says
 * does not matter to who looks itself, so it is not read. A runtime without that service tells
 * nothing.
 */
public final class ImageEvents implements AutoCloseable {
  /** A field of texts, the first of the request ({@code repeated string filters = 1}). */
  private static final int FILTERS = 0x0a;

  private static final byte[] FILTER =
      ("namespace==" + CtrWords.NAMESPACE + ",topic~=\"^/images/(delete|update)\"")
          .getBytes(StandardCharsets.UTF_8);

  private final CriEndpoint endpoint;
  private final Runnable heard;
  private final AtomicReference<@Nullable Line> line = new AtomicReference<>();

  /**
   * Those of one runtime, which are not listened to yet.
   *
   * @param heard run for each event, and when the connection is lost
   */
  public ImageEvents(CriEndpoint endpoint, Runnable heard) {
    this.endpoint = endpoint;
    this.heard = heard;
  }

  /**
   * Listens from now on, where it does not already; in vain where nobody is there. To be called by
   * one thread.
   */
  public void listen() {
    if (line.get() != null) {
      return;
    }
    try {
      Socket connection = new SocketLook(endpoint).connect();
      Line open = new Line(connection, CriChannel.over(connection));
      line.set(open);
      ClientCalls.asyncServerStreamingCall(
          open.channel().newCall(subscribe(), CallOptions.DEFAULT), request(), new Ears(open));
    } catch (FailureException e) {
      // Whoever looks over its own connection tells.
      return;
    }
  }

  private static MethodDescriptor<byte[], byte[]> subscribe() {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
        .setFullMethodName("containerd.services.events.v1.Events/Subscribe")
        .setRequestMarshaller(new Bytes())
        .setResponseMarshaller(new Bytes())
        .build();
  }

  private static byte[] request() {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.write(FILTERS);
    request.write(FILTER.length); // less than 128, so that it is its own varint
    request.writeBytes(FILTER);
    return request.toByteArray();
  }

  /** Called by gRPC, which holds locks meanwhile that a call needs: so none is held here. */
  private void lost(Line former) {
    former.end();
    line.compareAndSet(former, null);
  }

  @Override
  public void close() {
    Line now = line.getAndSet(null);
    if (now != null) {
      now.end();
    }
  }

  /** One connection to the runtime. */
  private record Line(Socket connection, ManagedChannel channel) {
    void end() {
      channel.shutdownNow();
      CriChannel.close(connection);
    }
  }

  private final class Ears implements StreamObserver<byte[]> {
    private final Line from;

    private Ears(Line from) {
      this.from = from;
    }

    @Override
    public void onNext(byte[] event) {
      heard.run();
    }

    @Override
    public void onError(Throwable error) {
      lost(from);
      heard.run();
    }

    @Override
    public void onCompleted() {
      lost(from);
      heard.run();
    }
  }

  /** Messages as they go over the wire. */
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readNBytes(CriChannel.MOST_BYTES);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
