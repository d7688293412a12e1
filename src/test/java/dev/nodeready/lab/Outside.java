package dev.nodeready.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What the machines of a network find outside of themselves: metadata service, EC2, registry, name
 * server, and an API server behind a front; each behaves to each machine as it is told. A program
 * of its own, since it runs inside of that network: {@code Outside CONTROL-PLANE-FOLDER
 * USER-DATA-FILE}. It ends with its standard input, on which it is told, a line at a time:
 *
 * <pre>
 * set ADDRESS SERVICE MODE...   how a service behaves to a machine from now on; answers "ok"
 * count ADDRESS                 how often the machine has asked each: "imds=12 ec2=1"
 * forget ADDRESS                all is well for it again, and nothing was counted
 * </pre>
 *
 * See {@link OutsideHttp}, {@link OutsideApi} and {@link OutsideNames} for the modes.
 */
final class Outside {
  private final Map<String, String> modes = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Integer>> counts = new ConcurrentHashMap<>();

  private Outside() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    InetAddress own = InetAddress.getByName(Surroundings.ADDRESS);
    InetAddress metadata = InetAddress.getByName("169.254.169.254");
    Outside outside = new Outside();
    OutsideContent content = new OutsideContent(Path.of(args[1]));
    new OutsideHttp("imds", outside, content::metadata).listen(new ServerSocket(80, 50, metadata));
    new OutsideHttp("ec2", outside, content::ec2).listen(new ServerSocket(5001, 50, own));
    new OutsideHttp("registry", outside, content::registry).listen(new ServerSocket(5000, 50, own));
    OutsideApi api = new OutsideApi(outside, folder);
    api.listen(new ServerSocket(8443, 50, own));
    new OutsideNames(outside, own).listen();
    outside.obey(api);
  }

  /** Gives each that connects a thread of its own. */
  static void accept(ServerSocket server, String name, Consumer<Socket> serve) {
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(() -> {
          try {
            for (; ; ) {
              Socket client = server.accept();
              Thread.ofVirtual().start(() -> serve.accept(client));
            }
          } catch (IOException e) {
            // It is closed.
            return;
          }
        });
  }

  private void obey(OutsideApi api) throws IOException {
    System.out.println("ok");
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        List<String> words = Arrays.asList(line.split(" "));
        System.out.println(obey(api, words));
      }
    }
  }

  private String obey(OutsideApi api, List<String> words) {
    String client = words.get(1);
    switch (words.getFirst()) {
      case "set" -> {
        modes.put(client + " " + words.get(2), String.join(" ", words.subList(3, words.size())));
        api.drop(client);
      }
      case "forget" -> {
        modes.keySet().removeIf(key -> key.startsWith(client + " "));
        counts.remove(client);
        api.drop(client);
      }
      default -> {
        return counts.getOrDefault(client, Map.of()).entrySet().stream()
            .map(count -> count.getKey() + "=" + count.getValue())
            .collect(Collectors.joining(" "));
      }
    }
    return "ok";
  }

  /** Counts a question of a machine; how it is to be answered, in words. */
  String[] asked(InetAddress client, String service) {
    String address = client.getHostAddress();
    counts.computeIfAbsent(address, _ -> new ConcurrentHashMap<>()).merge(service, 1, Integer::sum);
    return modes.getOrDefault(address + " " + service, "well").split(" ");
  }
}
