package dev.nodeready.cri;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.ManagedChannel;
import io.grpc.NameResolver;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.SocketFactory;

/** Makes a gRPC channel over one connection that is already there. */
final class CriChannel {
  /** Larger than any honest answer to what is asked; a verbose status takes some kilobytes. */
  static final int MOST_BYTES = 16 << 20;

  private static final Executor DIRECT = Runnable::run;

  static {
    // Before the transport's first class is loaded.
    LazyTls.install();
  }

  private CriChannel() {}

  /** A channel that lives as long as the connection does and never dials again. */
  @SuppressWarnings("deprecation") // the way around the registry of resolvers, and so around DNS
  static ManagedChannel over(Socket connection) {
    return OkHttpChannelBuilder.forTarget("cri:///")
        .nameResolverFactory(new OneAddress())
        .overrideAuthority("localhost")
        .usePlaintext()
        .socketFactory(new OneConnection(connection))
        .executor(DIRECT)
        .offloadExecutor(DIRECT)
        .maxInboundMessageSize(MOST_BYTES)
        .disableRetry()
        .disableServiceConfigLookUp()
        .build();
  }

  /**
   * Closes a connection whose channel was shut down. One over which nothing was asked was never
   * given to the transport, and nobody else would close it: a containerd that is to stop waits two
   * minutes for the first words of each.
   */
  static void close(Socket connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // It is gone either way.
      return;
    }
  }

  /** Resolves everything to one placeholder: the connection is made elsewhere. */
  private static final class OneAddress extends NameResolver.Factory {
    @Override
    public NameResolver newNameResolver(URI target, NameResolver.Args args) {
      return new NameResolver() {
        @Override
        public String getServiceAuthority() {
          return "localhost";
        }

        @Override
        public void start(Listener2 listener) {
          listener.onResult(
              ResolutionResult.newBuilder()
                  .setAddressesOrError(
                      io.grpc.StatusOr.fromValue(
                          List.of(
                              new EquivalentAddressGroup(
                                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)))))
                  .setAttributes(Attributes.EMPTY)
                  .build());
        }

        @Override
        public void shutdown() {}
      };
    }

    @Override
    public String getDefaultScheme() {
      return "cri";
    }
  }

  /** Hands out the one connection, once. */
  private static final class OneConnection extends SocketFactory {
    private final Socket connection;
    private final AtomicBoolean taken = new AtomicBoolean();

    OneConnection(Socket connection) {
      this.connection = connection;
    }

    private Socket take() throws IOException {
      if (!taken.compareAndSet(false, true)) {
        throw new IOException("the connection broke");
      }
      return connection;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return take();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return take();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return take();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return take();
    }
  }
}
