import java.util.HashSet;
import java.util.Set;

/** Which members may be looked up by their names, at run time. */
final class LookUps {
  /** Packages of which some class looks members up. */
  private final Set<String> reflecting = new HashSet<>();

  private final Set<String> byJdk = new HashSet<>();
  private final Set<String> byLibraries = new HashSet<>();

  LookUps(ClassPool pool) {
    pool.all().stream().filter(Roots::reflects).forEach(type -> reflecting.add(type.packageName()));
  }

  boolean mayComeFrom(Type reader) {
    return reflecting.contains(reader.packageName());
  }

  /** Notes a name that the JDK or the virtual machine looks up; false where it was known. */
  boolean addOfJdk(String name) {
    return byJdk.add(name);
  }

  /** Notes a name that a library looks up; false where it was known. */
  boolean addOfLibraries(String name) {
    return byLibraries.add(name);
  }

  /** The JDK looks up what the JDK declares. */
  boolean concerns(Type type, String name) {
    return byLibraries.contains(name) || (type.ofJdk && byJdk.contains(name));
  }
}
