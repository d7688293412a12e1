import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  static void link(Path folder, Target target) throws Exception {
    List<String> words = new ArrayList<>(target.modules());
    words.addAll(
        List.of(
            "--add-modules",
            MODULES,
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--compress",
            "zip-9",
            "--output",
            folder.toString()));
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
    for (Path file : Folder.files(folder)) {
      // Some distributions' modules bring half a gigabyte of them.
      if (file.toString().endsWith(".debuginfo")) {
        Files.delete(file);
      }
    }
    strip(folder.resolve("lib"), target.objcopy());
    packLicences(folder.resolve("legal"));
  }

  /** 5 MB of names that only a crash of the virtual machine itself would print. */
  private static void strip(Path libraries, String objcopy) throws Exception {
    for (Path file : Folder.files(libraries)) {
      if (file.toString().endsWith(".so")) {
        Folder.run(List.of(objcopy, "--strip-unneeded", file.toString()), Map.of());
      }
    }
  }

  /**
   * jlink links a text that several modules share; rpm and deb would each make something else of a
   * link.
   */
  private static void packLicences(Path legal) throws Exception {
    for (Path file : below(legal)) {
      if (Files.isSymbolicLink(file)) {
        Files.delete(file);
      } else if (Files.isRegularFile(file)) {
        Folder.compress(file);
      }
    }
    for (Path module : below(legal)) {
      if (Files.isDirectory(module) && below(module).size() == 1) {
        Files.delete(module);
      }
    }
  }

  private static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.toList();
    }
  }
}
