package dev.nodeready.api;

import dev.nodeready.api.Kubeconfig.Material;
import dev.nodeready.api.Kubeconfig.User;
import dev.nodeready.host.Root;
import dev.nodeready.tree.Fields;
import dev.nodeready.tree.TextException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Reads one kubeconfig and the files that it names, by the rules of Go's client. */
final class KubeconfigReader {
  private static final int LONGEST = 1 << 20;

  private final Root root;
  private final String file;

  KubeconfigReader(Root root, String file) {
    this.root = root;
    this.file = file;
  }

  Kubeconfig read() throws IOException, TextException {
    Fields all = Fields.ofYaml(text(file), file);
    Fields context = named(all, "contexts", all.text("current-context")).at("context");
    Fields cluster = named(all, "clusters", context.text("cluster")).at("cluster");
    Fields user = named(all, "users", context.text("user")).at("user");
    String proxy = cluster.text("proxy-url");
    return new Kubeconfig(
        file,
        server(cluster.text("server")),
        cluster.text("tls-server-name"),
        cluster.flag("insecure-skip-tls-verify"),
        material(cluster, "certificate-authority"),
        proxy.isEmpty() ? null : URI.create(proxy),
        user(user));
  }

  private static Fields named(Fields all, String list, String name) {
    return all.list(list).stream()
        .filter(item -> item.text("name").equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("it has no '" + name + "' among its " + list));
  }

  private static URI server(String text) {
    URI uri = URI.create(text.contains("://") ? text : "https://" + text);
    if (uri.getHost() == null) {
      throw new IllegalArgumentException("its server '" + text + "' is no URL");
    }
    return uri;
  }

  /** A certificate counts before a token, and a token before a program, where several are given. */
  private User user(Fields user) throws IOException {
    Material certificate = material(user, "client-certificate");
    if (!certificate.pem().isEmpty()) {
      return new User.Certificate(certificate, material(user, "client-key"));
    }
    String tokenFile = user.text("tokenFile");
    if (!tokenFile.isEmpty()) {
      return new User.Token(resolved(tokenFile), text(resolved(tokenFile)).strip());
    }
    if (!user.text("token").isEmpty()) {
      return new User.Token(file, user.text("token").strip());
    }
    return user.text("exec", "command").isEmpty() ? new User.Anonymous() : exec(user.at("exec"));
  }

  private User.Exec exec(Fields exec) {
    Map<String, String> environment = new LinkedHashMap<>();
    exec.list("env").forEach(e -> environment.put(e.text("name"), e.text("value")));
    String command = exec.text("command");
    return new User.Exec(
        exec.text("apiVersion"),
        command.contains("/") ? resolved(command) : command,
        exec.texts("args"),
        environment,
        exec.flag("provideClusterInfo"));
  }

  /** What stands in the kubeconfig counts before the file that it names. */
  private Material material(Fields of, String name) throws IOException {
    String inline = of.text(name + "-data");
    if (!inline.isEmpty()) {
      byte[] pem = Base64.getMimeDecoder().decode(inline);
      return new Material(file, new String(pem, StandardCharsets.UTF_8));
    }
    String path = of.text(name);
    return path.isEmpty() ? Material.NONE : new Material(resolved(path), text(resolved(path)));
  }

  /** A relative path starts at the kubeconfig. */
  private String resolved(String path) {
    Path folder = Objects.requireNonNull(Path.of(file).getParent(), "a kubeconfig has a folder");
    return folder.resolve(path).normalize().toString();
  }

  private String text(String path) throws IOException {
    try (InputStream in = Files.newInputStream(root.behindLink(path))) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    }
  }
}
