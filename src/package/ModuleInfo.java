import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.classfile.attribute.ModuleHashesAttribute;
import java.lang.classfile.attribute.ModuleMainClassAttribute;
import java.lang.classfile.attribute.ModulePackagesAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PackageEntry;
import java.util.Set;
import java.util.function.Consumer;

/** What a module says about itself. */
final class ModuleInfo {
  static final String ENTRY = "module-info.class";

  private final ClassModel model;

  ModuleInfo(byte[] bytes) {
    model = ClassFile.of().parse(bytes);
  }

  /** The classes that serve a service, as their names inside the virtual machine. */
  void providers(Consumer<String> found) {
    for (ClassElement element : model) {
      if (element instanceof ModuleAttribute module) {
        module.provides().forEach(provided -> provided.providesWith().stream().map(ClassEntry::asInternalName).forEach(found));
      }
    }
  }

  /**
   * Of packages it says those only that have a class; no class to be run; and not what the modules that belong to it were
   * hashed to, since they are others now.
   */
  byte[] with(Set<String> packages) {
    ClassTransform changed =
        (builder, element) -> {
          switch (element) {
            case ModuleHashesAttribute _, ModuleMainClassAttribute _ -> {}
            case ModulePackagesAttribute all ->
                builder.with(ModulePackagesAttribute.of(all.packages().stream().filter(entry -> isIn(entry, packages)).toList()));
            case ModuleAttribute module -> builder.with(with(module, packages));
            default -> builder.with(element);
          }
        };
    return ClassFile.of().transformClass(model, changed);
  }

  private static ModuleAttribute with(ModuleAttribute module, Set<String> packages) {
    return ModuleAttribute.of(
        module.moduleName(),
        module.moduleFlagsMask(),
        module.moduleVersion().orElse(null),
        module.requires(),
        module.exports().stream().filter(export -> isIn(export.exportedPackage(), packages)).toList(),
        module.opens().stream().filter(open -> isIn(open.openedPackage(), packages)).toList(),
        module.uses().stream().filter(service -> packages.contains(packageOf(service))).toList(),
        module.provides());
  }

  private static String packageOf(ClassEntry type) {
    String name = type.asInternalName();
    return name.substring(0, name.lastIndexOf('/'));
  }

  private static boolean isIn(PackageEntry entry, Set<String> packages) {
    return packages.contains(entry.name().stringValue());
  }
}
