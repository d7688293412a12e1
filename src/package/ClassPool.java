import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassHierarchyResolver.ClassHierarchyInfo;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.constant.ClassDesc;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;

/** All classes that a process of the program may load, and who extends whom. */
final class ClassPool {
  private final TreeMap<String, Type> types = new TreeMap<>();

  /** The first of a name counts, as on a class path. */
  void add(Type type) {
    if (!Roots.isDoneWithout(type.name)) {
      types.putIfAbsent(type.name, type);
    }
  }

  /** To be called once all are there. */
  void link() {
    for (Type type : types.values()) {
      type.model().superclass().flatMap(this::find).ifPresent(type.parents::add);
      type.model().interfaces().forEach(parent -> find(parent).ifPresent(type.parents::add));
    }
    types.values().forEach(type -> addAncestors(type, type));
  }

  private static void addAncestors(Type type, Type from) {
    if (type.ancestors.add(from)) {
      from.parents.forEach(parent -> addAncestors(type, parent));
    }
  }

  Collection<Type> all() {
    return types.values();
  }

  /** The class of that name; of an array's, that of its elements. */
  Optional<Type> find(String name) {
    int dimensions = name.lastIndexOf('[') + 1;
    boolean described = dimensions > 0 && name.charAt(dimensions) == 'L';
    return Optional.ofNullable(types.get(described ? name.substring(dimensions + 1, name.length() - 1) : name));
  }

  Optional<Type> find(ClassEntry entry) {
    return find(entry.asInternalName());
  }

  /** What stack maps are computed with. */
  ClassHierarchyResolver hierarchy() {
    return desc -> find(internalName(desc)).map(ClassPool::info).orElse(null);
  }

  private static String internalName(ClassDesc desc) {
    String descriptor = desc.descriptorString();
    return descriptor.substring(1, descriptor.length() - 1);
  }

  private static ClassHierarchyInfo info(Type type) {
    return type.isInterface()
        ? ClassHierarchyInfo.ofInterface()
        : ClassHierarchyInfo.ofClass(type.model().superclass().map(ClassEntry::asSymbol).orElse(null));
  }
}
