package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.Needs;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.FailureException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketOwnerTest {
  private static final int NOBODY = 65534;

  @TempDir private Path folder;
  private Path socket;

  @BeforeEach
  void listens() throws Exception {
    Path own = Files.createDirectory(folder.toRealPath().resolve("containerd"));
    socket = Files.createFile(own.resolve("c.sock"));
  }

  @Test
  void a_socket_of_ones_own_below_a_sticky_folder_is_trusted() {
    SocketOwner.require(new CriEndpoint(socket));
  }

  @Test
  void one_of_another_user_gets_no_credentials_even_through_a_link() throws Exception {
    Needs.that("root".equals(System.getProperty("user.name")), "files of others are made by root");
    Files.setAttribute(socket, "unix:uid", NOBODY);
    Path link = Files.createSymbolicLink(folder.resolve("link.sock"), socket);

    assertThatThrownBy(() -> SocketOwner.require(new CriEndpoint(link)))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().code()).isEqualTo(Code.CRI_SOCKET_UNTRUSTED))
        .hasMessageContaining(socket + " belongs to user 65534");
    assertThat(SocketOwner.wrong(socket, NOBODY)).isEmpty();
  }

  @Test
  void one_in_a_folder_of_another_user_neither() throws Exception {
    Needs.that("root".equals(System.getProperty("user.name")), "files of others are made by root");
    Files.setAttribute(socket.getParent(), "unix:uid", NOBODY);

    assertThatThrownBy(() -> SocketOwner.require(new CriEndpoint(socket)))
        .hasMessageContaining(socket.getParent() + " belongs to user 65534");
  }

  @Test
  void one_that_everybody_could_replace_neither() throws Exception {
    Files.setPosixFilePermissions(socket.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> SocketOwner.require(new CriEndpoint(socket)))
        .hasMessageContaining("every user may put another socket into " + socket.getParent());
  }

  @Test
  void one_that_is_gone_is_left_to_whoever_connects() throws Exception {
    Files.delete(socket);

    SocketOwner.require(new CriEndpoint(socket));
  }
}
