import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** The runtime of the program: whole modules of the JDK, as jlink makes them. */
final class JavaRuntime {
  /**
   * What jdeps names, without what libraries use where it is there; the web server is the registry
   * of a rehearsal.
   */
  private static final String MODULES =
      "java.base,java.logging,jdk.httpserver,jdk.unsupported";

  /** Tools, and what debuggers, jlink and other virtual machines than the server's read. */
  private static final List<String> UNUSED =
      List.of(
          "bin/jwebserver",
          "bin/keytool",
          "lib/classlist",
          "lib/jexec",
          "lib/jrt-fs.jar",
          "lib/libjsig.so",
          "lib/server/libjsig.so");

  private JavaRuntime() {}

  static void link(Path folder) throws Exception {
    Folder.delete(folder);
    List<String> words =
        List.of(
            "--add-modules",
            MODULES,
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--compress",
            "zip-9",
            "--output",
            folder.toString());
    int code =
        ToolProvider.findFirst("jlink")
            .orElseThrow()
            .run(
                new PrintWriter(System.out, true),
                new PrintWriter(System.err, true),
                words.toArray(String[]::new));
    if (code != 0) {
      throw new IOException("jlink ended with " + code);
    }
    for (String file : UNUSED) {
      Files.delete(folder.resolve(file));
    }
    strip(folder.resolve("lib"));
    packLicences(folder.resolve("legal"));
  }

  /** 5 MB of names that only a crash of the virtual machine itself would print. */
  private static void strip(Path libraries) throws Exception {
    for (Path file : Folder.files(libraries)) {
      if (file.toString().endsWith(".so")) {
        Folder.run(List.of("objcopy", "--strip-unneeded", file.toString()), Map.of());
      }
    }
  }

  /**
   * jlink links a text that several modules share; rpm and deb would each make something else of a
   * link.
   */
  private static void packLicences(Path legal) throws IOException {
    try (Stream<Path> files = Files.walk(legal)) {
      for (Path file : files.filter(path -> !Files.isDirectory(path)).toList()) {
        if (!Files.isSymbolicLink(file)) {
          Folder.compress(file, file.resolveSibling(file.getFileName() + ".gz"));
        }
        Files.delete(file);
      }
    }
  }
}
