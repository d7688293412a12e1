import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A class of the program, of a library or of the JDK, and what of it is known to be needed. */
final class Type {
  final String name;

  /** Whether it comes with the runtime and not with the program. */
  final boolean ofJdk;

  /** Whether the virtual machine checks its code: it trusts what it starts with. */
  final boolean verified;

  private byte[] bytes;
  private ClassModel model;
  private final Map<String, MethodModel> methods = new LinkedHashMap<>();

  /** Superclass first; those that are known. */
  final List<Type> parents = new ArrayList<>();

  /** Itself and all that it extends and implements. */
  final Set<Type> ancestors = new LinkedHashSet<>();

  /** Those of which there may be objects, among itself and all that extend or implement it. */
  final Set<Type> objects = new LinkedHashSet<>();

  /** What is called on variables of this type: name and descriptor. */
  final Set<String> calls = new HashSet<>();

  final Set<String> kept = new HashSet<>();
  boolean mentioned;
  boolean initialized;
  boolean instantiated;

  private Type(String name, byte[] bytes, boolean ofJdk, boolean verified) {
    this.name = name;
    this.ofJdk = ofJdk;
    this.verified = verified;
    become(bytes);
  }

  static Type ofProgram(String name, byte[] bytes) {
    return new Type(name, bytes, false, true);
  }

  static Type ofJdk(String name, byte[] bytes, boolean verified) {
    return new Type(name, bytes, true, verified);
  }

  void become(byte[] newBytes) {
    bytes = newBytes;
    model = ClassFile.of().parse(newBytes);
    methods.clear();
    model.methods().forEach(method -> methods.put(key(method), method));
  }

  byte[] bytes() {
    return bytes;
  }

  ClassModel model() {
    return model;
  }

  Map<String, MethodModel> methods() {
    return methods;
  }

  static String key(MethodModel method) {
    return method.methodName().stringValue() + method.methodType().stringValue();
  }

  String packageName() {
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }

  boolean is(int flag) {
    return (model.flags().flagsMask() & flag) != 0;
  }

  boolean isInterface() {
    return is(ClassFile.ACC_INTERFACE);
  }

  Optional<Type> superclass() {
    return model.superclass().isEmpty() || parents.isEmpty() ? Optional.empty() : Optional.of(parents.getFirst());
  }

  /** The classes that this one is inside of. */
  List<String> around() {
    List<String> names = new ArrayList<>();
    model.findAttribute(Attributes.nestHost()).ifPresent(host -> names.add(host.nestHost().asInternalName()));
    model.findAttribute(Attributes.enclosingMethod()).ifPresent(method -> names.add(method.enclosingClass().asInternalName()));
    model.findAttribute(Attributes.innerClasses()).stream()
        .flatMap(inner -> inner.classes().stream())
        .filter(inner -> inner.innerClass().asInternalName().equals(name))
        .forEach(inner -> inner.outerClass().ifPresent(outer -> names.add(outer.asInternalName())));
    return names;
  }

  @Override
  public String toString() {
    return name;
  }
}
