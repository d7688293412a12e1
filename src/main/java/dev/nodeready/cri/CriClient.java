package dev.nodeready.cri;

import dev.nodeready.cri.proto.AuthConfig;
import dev.nodeready.cri.proto.Image;
import dev.nodeready.cri.proto.ImageFsInfoRequest;
import dev.nodeready.cri.proto.ImageFsInfoResponse;
import dev.nodeready.cri.proto.ImageServiceGrpc;
import dev.nodeready.cri.proto.ImageSpec;
import dev.nodeready.cri.proto.ImageStatusRequest;
import dev.nodeready.cri.proto.ImageStatusResponse;
import dev.nodeready.cri.proto.PullImageRequest;
import dev.nodeready.cri.proto.RuntimeServiceGrpc;
import dev.nodeready.cri.proto.StatusRequest;
import dev.nodeready.cri.proto.StatusResponse;
import dev.nodeready.cri.proto.VersionRequest;
import dev.nodeready.cri.proto.VersionResponse;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One connection to a container runtime, dialled at once and never again: who gets an error that
 * {@link CriErrors#isRuntimeLoss} knows makes a new client.
 *
 * <p>Calls throw {@link dev.nodeready.failure.FailureException} with errors sorted by {@link
 * CriErrors}, and {@link InterruptedException} when the boot is being stopped.
 */
public final class CriClient implements AutoCloseable {
  private static final Duration CLOSING = Duration.ofSeconds(1);

  private final String where;
  private final UnixStream connection;
  private final FirstWords heard;
  private final ManagedChannel channel;

  private CriClient(String where, UnixStream connection) {
    this.where = where;
    this.connection = connection;
    heard = connection.heard();
    channel = CriChannel.over(connection);
  }

  /**
   * Connects.
   *
   * @throws dev.nodeready.failure.FailureException when there is nothing to connect to
   */
  public static CriClient dial(CriEndpoint endpoint) {
    return over(endpoint.toString(), new SocketLook(endpoint).connect());
  }

  static CriClient over(String where, UnixStream connection) {
    return new CriClient(where, connection);
  }

  /** What it is connected to, for messages. */
  String where() {
    return where;
  }

  /** The runtime's name and versions. */
  VersionResponse version(Duration limit) throws InterruptedException {
    return call(
        "ask " + where + " for its version",
        RuntimeServiceGrpc.newBlockingStub(channel),
        limit,
        stub -> stub.version(VersionRequest.getDefaultInstance()));
  }

  /** The runtime's conditions. */
  StatusResponse status(boolean verbose, Duration limit) throws InterruptedException {
    return call(
        "ask " + where + " for its status",
        RuntimeServiceGrpc.newBlockingStub(channel),
        limit,
        stub -> stub.status(StatusRequest.newBuilder().setVerbose(verbose).build()));
  }

  /** Calls the runtime service for what only a few need. */
  <T> T runtime(
      String tried, Duration limit, Function<RuntimeServiceGrpc.RuntimeServiceBlockingStub, T> call)
      throws InterruptedException {
    return call(tried, RuntimeServiceGrpc.newBlockingStub(channel), limit, call);
  }

  /** An image under exactly this name; empty when the runtime has none. */
  Optional<ImageInfo> image(String reference, Duration limit) throws InterruptedException {
    ImageStatusRequest request =
        ImageStatusRequest.newBuilder()
            .setImage(ImageSpec.newBuilder().setImage(reference))
            .build();
    ImageStatusResponse answer =
        call(
            "look for image " + reference,
            ImageServiceGrpc.newBlockingStub(channel),
            limit,
            stub -> stub.imageStatus(request));
    if (!answer.hasImage() || answer.getImage().getId().isEmpty()) {
      return Optional.empty();
    }
    Image image = answer.getImage();
    return Optional.of(new ImageInfo(image.getId(), image.getRepoTagsList(), image.getPinned()));
  }

  /** Begins a pull; its limits are the caller's. */
  PullCall pull(String reference, Optional<Credentials> credentials) {
    PullImageRequest.Builder request =
        PullImageRequest.newBuilder().setImage(ImageSpec.newBuilder().setImage(reference));
    credentials.ifPresent(c ->
        request.setAuth(
            AuthConfig.newBuilder().setUsername(c.username()).setPassword(c.password())));
    return new PullCall(
        reference, ImageServiceGrpc.newFutureStub(channel).pullImage(request.build()));
  }

  /** The folder of the file system that holds the images; empty where the runtime tells none. */
  Optional<String> imageFileSystem(Duration limit) throws InterruptedException {
    ImageFsInfoResponse answer =
        call(
            "ask " + where + " for its image file system",
            ImageServiceGrpc.newBlockingStub(channel),
            limit,
            stub -> stub.imageFsInfo(ImageFsInfoRequest.getDefaultInstance()));
    return answer.getImageFilesystemsCount() == 0
        ? Optional.empty()
        : Optional.of(answer.getImageFilesystems(0).getFsId().getMountpoint());
  }

  private <S extends AbstractStub<S>, T> T call(
      String tried, S stub, Duration limit, Function<S, T> call) throws InterruptedException {
    try {
      return call.apply(stub.withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS));
    } catch (StatusRuntimeException e) {
      if (Thread.interrupted()) {
        throw (InterruptedException) new InterruptedException(tried).initCause(e);
      }
      throw heard.foreign()
          ? CriErrors.foreign(tried, heard).asException(e)
          : CriErrors.failed(e, tried);
    }
  }

  /** Closes the connection and waits until its threads are done with it. */
  @Override
  public void close() {
    channel.shutdownNow();
    try {
      channel.awaitTermination(CLOSING.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    CriChannel.close(connection);
  }
}
