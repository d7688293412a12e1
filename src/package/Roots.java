import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where reaching starts, and what no code that can be read says: names put together, and calls from the virtual machine. */
final class Roots {
  /** All of their members. The program; what finds members by reflection; what code made at run time calls. */
  private static final Pattern WHOLE =
      Pattern.compile(
          "dev/nodeready/(?!cri/proto/).*|jnr/ffi/provider/jffi/(?!platform/).*|jnr/ffi/provider/jffi/platform/(x86_|aarch)64/linux/.*"
              + "|com/kenai/jffi/.*"
              + "|java/lang/(invoke|runtime)/.*|sun/invoke/.*|jdk/internal/module/.*");

  /** Made by names that are put together at run time; of the charsets those that a host's locale or a text may still name. */
  private static final Pattern NAMED =
      Pattern.compile(
          "sun/nio/cs/(UTF_|CESU_|US_ASCII|ISO_8859_|MS125|KOI8_)[^/]+|sun/net/www/(protocol|content)/[^/]+/[^/]+|sun/(util|text)/(.+/)?resources/.*|sun/util/(locale|cldr|calendar)/.*"
              + "|sun/security/(provider|rsa|ec|ssl|x509|pkcs|pkcs12)/[^/]+|com/sun/crypto/provider/.*|java/time/.*");

  /**
   * What code that is reached asks for and does without: logback's other ways to be set up (the program's own comes first and
   * says that it is the last), of XML what is not reading it as a stream, grpc's look-up of names in DNS by JNDI, its servers,
   * other systems' C libraries, code for the CPU that would make a call of a C function faster the second time, what would
   * print such code, and sums over what is uploaded to AWS.
   */
  private static final Pattern DONE_WITHOUT =
      Pattern.compile(
          "ch/qos/logback/classic/util/DefaultJoranConfigurator|ch/qos/logback/classic/BasicConfigurator"
              + "|ch/qos/logback/classic/joran/SerializedModelConfigurator|jnr/(x86|a64)asm/.*"
              + "|jnr/(posix/|constants/platform/)(Aix|DragonFly|FreeBSD|MacOS|OpenBSD|Solaris|Windows|windows/).*|org/objectweb/asm/util/.*"
              + "|com/sun/org/apache/xerces/internal/(impl/(xs|dv/xs)|dom|xpointer|xinclude|jaxp/validation)/.*"
              + "|com/sun/org/apache/(xalan|xpath|bcel)/.*|com/sun/org/apache/xml/internal/(serialize|serializer|dtm|utils)/.*"
              + "|io/grpc/internal/JndiResourceResolverFactory.*|io/grpc/okhttp/OkHttpServerProvider"
              + "|software/amazon/awssdk/checksums/internal/SdkCrc.*");

  /** protobuf puts the names of accessors together. */
  private static final List<String> ACCESSED =
      List.of(
          "com/google/protobuf/GeneratedMessage",
          "com/google/protobuf/AbstractMessage$Builder",
          "com/google/protobuf/GeneratedMessageLite",
          "com/google/protobuf/ProtocolMessageEnum",
          "java/util/ListResourceBundle");

  private static final Pattern LOOK_UP = Pattern.compile("get(Declared)?Methods?|find(Virtual|Static|Special)|privateGetDeclaredMethods");

  /** Their members are found by reflection, or called by code made at run time. */
  private static final Pattern REFLECTED = Pattern.compile("jnr/.*");

  private static final Pattern CONSTANTS = Pattern.compile("(jnr/constants/platform/)([^/]+)");

  private static final List<String> OF_ENUM = List.of("values", "valueOf");

  private Roots() {}

  static void reach(Reach reach, ClassPool pool, Path dist, List<String> services) throws IOException {
    for (Type type : pool.all()) {
      if (WHOLE.matcher(type.name).matches()) {
        reach.whole(type);
      } else if (type.ofJdk && NAMED.matcher(type.name).matches()) {
        reach.named(type.name);
      }
    }
    services.forEach(reach::text);
    try (Stream<Path> files = Files.walk(dist)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.toString().contains("/conf/")) {
          Files.readAllLines(file).forEach(line -> Texts.classNames(line, reach::named));
        } else if (file.toString().endsWith(".so")) {
          machineCode(reach, file);
        }
      }
    }
  }

  private static void machineCode(Reach reach, Path library) throws IOException {
    Texts.in(library, text -> {
      Texts.classNames(text, reach::named);
      if (Texts.isMember(text)) {
        reach.memberOfJdk(text);
      } else if (!library.endsWith("libjvm.so")) {
        // The virtual machine has its names in one table; of others' a linker lets one lie at the end of a longer text.
        Texts.memberNamesAtEnd(text, reach::memberOfJdk);
      }
    });
  }

  /** Whether a class looks for members by their names; others of its package may say which. */
  static boolean reflects(Type type) {
    for (PoolEntry entry : type.model().constantPool()) {
      if (entry instanceof NameAndTypeEntry member && LOOK_UP.matcher(member.name().stringValue()).matches()) {
        return true;
      }
    }
    return false;
  }

  /** The class that holds the values of a platform's constants, by the name of the one that names them. */
  static Optional<String> valuesOf(Type constants) {
    Matcher name = CONSTANTS.matcher(constants.name);
    return name.matches() ? Optional.of(name.group(1) + "linux/" + name.group(2)) : Optional.empty();
  }

  static boolean isDoneWithout(String type) {
    return DONE_WITHOUT.matcher(type).matches();
  }

  /** Whether all of a class's members stay if the class does. */
  static boolean isWholeIfReached(Type type) {
    return REFLECTED.matcher(type.name).matches()
        || type.ancestors.stream().anyMatch(ancestor -> ACCESSED.contains(ancestor.name));
  }

  /** Methods that the virtual machine calls or looks for once a class is in use. */
  static boolean isCalledFromOutside(Type type, MethodModel method) {
    String name = method.methodName().stringValue();
    return name.equals("<clinit>")
        || (method.flags().flagsMask() & ClassFile.ACC_NATIVE) != 0
        || (type.is(ClassFile.ACC_ENUM) && OF_ENUM.contains(name));
  }
}
