import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes of a folder with the program's jars one that needs no JDK: a runtime of its own, jars without what this
 * system never loads, and an AOT cache for exactly these two. Run by the build: {@code java -cp TESTS Image.java DIST
 * TIME}.
 *
 * <p>TESTS are the compiled tests and all that they need, of which the servers are used that play a runtime, systemd and
 * EC2; DIST has lib/*.jar and gets runtime/ and lib/nodeready.aot; TIME is the one time that every file gets.
 */
final class Image {
  /** What jdeps names, plus what is reached by name only; the web server is the registry of a rehearsal. */
  private static final String MODULES = "java.base,java.logging,java.management,java.naming,java.xml,jdk.httpserver,jdk.unsupported";

  /** Parts of a jar that stay, by the first words of its name; of all others everything does. */
  private static final Map<String, List<String>> ONLY =
      Map.of(
          "proto-google-common-protos", List.of("META-INF/", "com/google/rpc/"),
          "jnr-constants", List.of("META-INF/", "jnr/constants/", "!jnr/constants/platform/", "jnr/constants/platform/linux/"));

  /** Of no use at run time, in any jar. */
  private static final List<String> NEVER = List.of("META-INF/maven/", "META-INF/proguard/", "META-INF/versions/9/module-info", "module-info.class");

  private final Path dist;
  private final Instant time;

  private Image(Path dist, Instant time) {
    this.dist = dist;
    this.time = time;
  }

  public static void main(String[] args) throws Exception {
    new Image(Path.of(args[0]).toAbsolutePath(), Instant.parse(args[1])).make();
  }

  private void make() throws Exception {
    Files.deleteIfExists(cache());
    Reach reach = new Reach(jars());
    try (URLClassLoader loader = new URLClassLoader(urls())) {
      for (Path jar : jars()) {
        lighten(jar, reach, loader);
      }
    }
    takeNativeLibrary();
    makeRuntime();
    touchAll();
    train();
    Files.writeString(dist.resolve("lib/nodeready.aot.inputs"), inputs());
    touchAll();
    compressManual();
  }

  private void compressManual() throws IOException {
    Path folder = Files.createDirectories(dist.resolveSibling("man"));
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("nodeready.8.gz")))) {
      Files.copy(Path.of("src/package/man/nodeready.8"), out);
    }
  }

  private Path cache() {
    return dist.resolve("lib/nodeready.aot");
  }

  private List<Path> jars() throws IOException {
    try (Stream<Path> files = Files.list(dist.resolve("lib"))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private URL[] urls() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars()) {
      urls.add(jar.toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }

  /** Leaves out what is never loaded, and of the rest what is for debuggers only. */
  private void lighten(Path jar, Reach reach, ClassLoader all) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : file.stream().filter(e -> !e.isDirectory()).toList()) {
        byte[] bytes = file.getInputStream(entry).readAllBytes();
        boolean isClass = entry.getName().endsWith(".class");
        if (stays(jar, entry.getName()) && (!isClass || reach.stays(entry.getName()))) {
          entries.put(entry.getName(), isClass ? slim(bytes, all) : bytes);
        }
      }
    }
    write(jar, entries);
  }

  private static boolean stays(Path jar, String entry) {
    if (NEVER.stream().anyMatch(entry::startsWith)) {
      return false;
    }
    String name = jar.getFileName().toString();
    for (Map.Entry<String, List<String>> rule : ONLY.entrySet()) {
      if (name.startsWith(rule.getKey())) {
        return allowed(rule.getValue(), entry);
      }
    }
    return true;
  }

  /** The last rule that fits decides; top-level classes of a folder named with "!" stay, its folders go. */
  private static boolean allowed(List<String> rules, String entry) {
    boolean stays = false;
    for (String rule : rules) {
      String prefix = rule.startsWith("!") ? rule.substring(1) : rule;
      if (entry.startsWith(prefix)) {
        stays = !rule.startsWith("!") || entry.indexOf('/', prefix.length()) < 0;
      }
    }
    return stays;
  }

  /**
   * Takes the names of variables out, which every cached class would carry into memory; lines of traces stay. Classes
   * before version 50 have no stack maps and are left out of every cache: they get them, and version 52.
   */
  private static byte[] slim(byte[] bytes, ClassLoader all) {
    ClassFile files =
        ClassFile.of(
            ClassFile.DebugElementsOption.DROP_DEBUG,
            ClassFile.ConstantPoolSharingOption.NEW_POOL,
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.defaultResolver().orElse(ClassHierarchyResolver.ofResourceParsing(all))));
    ClassModel model = files.parse(bytes);
    boolean old = bytes[7] < 50;
    ClassTransform version =
        (builder, element) -> {
          if (old && element instanceof ClassFileVersion) {
            builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
          } else {
            builder.with(element);
          }
        };
    try {
      byte[] slim =
          files.transformClass(
              model, version.andThen(ClassTransform.transformingMethodBodies(CodeBuilder::with)).andThen(Plain.of(model)));
      return files.verify(slim).isEmpty() ? slim : bytes;
    } catch (IllegalArgumentException e) {
      // It refers to an optional class that is not there: it stays as it is.
      return bytes;
    }
  }

  private void write(Path jar, Map<String, byte[]> entries) throws IOException {
    Path light = jar.resolveSibling(jar.getFileName() + ".light");
    try (OutputStream out = Files.newOutputStream(light);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(9);
      // The manifest first: readers of streams look for it there.
      byte[] manifest = entries.remove(JarFile.MANIFEST_NAME);
      if (manifest != null) {
        write(zip, JarFile.MANIFEST_NAME, manifest);
      }
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        write(zip, entry.getKey(), entry.getValue());
      }
    }
    Files.move(light, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private void write(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    // Archives know no zone: a time set as an instant would depend on the builder's.
    entry.setTimeLocal(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  /** One library instead of a jar with those of twenty systems, and nothing to unpack at each start. */
  private void takeNativeLibrary() throws IOException {
    String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
    for (Path jar : jars()) {
      if (jar.getFileName().toString().matches("jffi-.*-native\\.jar")) {
        try (JarFile file = new JarFile(jar.toFile())) {
          JarEntry entry = file.getJarEntry("jni/" + machine + "-Linux/libjffi-1.2.so");
          Files.createDirectories(dist.resolve("lib/native"));
          Files.write(dist.resolve("lib/native/libjffi-1.2.so"), file.getInputStream(entry).readAllBytes());
        }
        Files.delete(jar);
      }
    }
  }

  private void makeRuntime() throws Exception {
    Path runtime = dist.resolve("runtime");
    delete(runtime);
    int code =
        ToolProvider.findFirst("jlink").orElseThrow().run(
            new PrintWriter(System.out, true), new PrintWriter(System.err, true),
            "--add-modules", MODULES, "--strip-debug", "--no-header-files", "--no-man-pages",
            "--compress", "zip-9", "--output", runtime.toString());
    if (code != 0) {
      throw new IOException("jlink ended with " + code);
    }
    // 5 MB of names that only a crash of the virtual machine itself would print.
    run(List.of("objcopy", "--strip-unneeded", runtime.resolve("lib/server/libjvm.so").toString()), Map.of());
    for (String tool : List.of("bin/keytool", "bin/jrunscript", "bin/rmiregistry")) {
      Files.deleteIfExists(runtime.resolve(tool));
    }
    dropLinkedLicences(runtime.resolve("legal"));
  }

  /** jlink links a text that several modules share; rpm and deb would each make something else of a link. */
  private static void dropLinkedLicences(Path legal) throws IOException {
    try (Stream<Path> files = Files.walk(legal)) {
      for (Path link : files.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  /**
   * Runs the main commands once, in one process, and keeps what was loaded and linked. The runtime, systemd and EC2 are
   * played by the tests' servers.
   */
  private void train() throws Exception {
    Path scratch = Files.createTempDirectory("nodeready-train");
    List<Process> played = new ArrayList<>();
    try {
      played.add(play("dev.nodeready.cri.ScriptedCri", scratch.resolve("run/cri.sock"), "localhost/kubernetes/pause:latest"));
      played.add(play("dev.nodeready.systemd.ScriptedBus", scratch.resolve("run/systemd/private")));
      played.add(play("dev.nodeready.aws.TrainingCloud", scratch.resolve("run/port")));
      String port = Files.readString(scratch.resolve("run/port"));
      run(
          List.of(dist.resolve("bin/nodeready").toString()),
          Map.of(
              "AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:" + port,
              "AWS_ENDPOINT_URL_EC2", "http://127.0.0.1:" + port,
              "NODEREADY_TRAIN_CACHE", cache().toString(),
              "NOTIFY_SOCKET", "@" + scratch,
              "NODEREADY_JAVA_OPTS", "-Dnodeready.train=" + script(scratch, port)));
      requireJoined(scratch);
    } finally {
      for (Process process : played) {
        process.destroyForcibly().waitFor();
      }
      delete(scratch);
    }
    if (!Files.exists(cache())) {
      throw new IOException("the training run left no cache behind");
    }
  }

  /** A training that stops half-way leaves out just what a boot is waited for. */
  private static void requireJoined(Path scratch) throws IOException {
    String status = Files.readString(scratch.resolve("run/nodeready/status.json"));
    if (!status.contains("\"succeeded\"")) {
      throw new IOException("the boot of the training run did not succeed: " + status);
    }
  }

  private static Path script(Path scratch, String port) throws IOException {
    String node = Files.readString(Path.of("src/package/training-node.yaml"));
    Files.writeString(scratch.resolve("node.yaml"), node.replace("PORT", port));
    Files.createDirectories(scratch.resolve("etc/eks"));
    Files.writeString(scratch.resolve("etc/eks/kubelet-version.txt"), "Kubernetes v1.34.2");
    Files.writeString(scratch.resolve("etc/eks/containerd-version.txt"), "containerd github.com/containerd/containerd 1.7.27 0");
    Path provider = scratch.resolve("etc/eks/image-credential-provider/ecr-credential-provider");
    Files.createDirectories(provider.getParent());
    Files.copy(Path.of("/bin/true"), provider, StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(scratch.resolve("run/nodeready"));
    Files.createFile(scratch.resolve("run/nodeready/cloud-final.done"));
    String text = Files.readString(Path.of("src/package/training")).replace("SCRATCH", scratch.toString());
    return Files.writeString(scratch.resolve("commands"), text);
  }

  private Process play(String server, Path socket, String... arguments) throws Exception {
    Files.createDirectories(socket.getParent());
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp", System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED", server, socket.toString()));
    words.addAll(List.of(arguments));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    while (!Files.exists(socket)) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new IOException(server + " of the tests ended before it served");
      }
    }
    return process;
  }

  private static void run(List<String> words, Map<String, String> environment) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(words + " ended with " + process.exitValue() + ": " + said);
    }
  }

  /** What the cache was made of: the virtual machine does not check that a jar is still the same. */
  private String inputs() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (Path jar : jars()) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
      lines.append(HexFormat.of().formatHex(digest)).append("  ").append(jar.getFileName()).append('\n');
    }
    return lines.toString();
  }

  private void touchAll() throws IOException {
    try (Stream<Path> files = Files.walk(dist)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(time));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(folder, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.delete(file);
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path dir, IOException error) throws IOException {
        Files.delete(dir);
        return FileVisitResult.CONTINUE;
      }
    });
  }
}
