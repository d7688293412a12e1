import java.lang.classfile.Annotation;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.FieldTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.attribute.NestMembersAttribute;
import java.lang.classfile.attribute.PermittedSubclassesAttribute;
import java.lang.classfile.attribute.RuntimeInvisibleAnnotationsAttribute;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.util.function.Predicate;

/**
 * Takes out of a class what is not needed. Every cached class would carry it into memory.
 *
 * <p>Classes before version 50 have no stack maps and are left out of every cache: they get them, and version 52.
 */
final class Slim {
  private static final int FIRST_WITH_STACK_MAPS = 50;

  private final ClassPool pool;

  Slim(ClassPool pool) {
    this.pool = pool;
  }

  /** A class with all of its members and without links at run time, see {@link Plain}. */
  void makePlain(Type type) {
    ClassFile files = files(true);
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion was && was.majorVersion() < FIRST_WITH_STACK_MAPS) {
            builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
          } else {
            builder.with(element);
          }
        };
    try {
      byte[] plain =
          files.transformClass(
              files.parse(type.bytes()),
              version.andThen(ClassTransform.transformingMethodBodies(CodeBuilder::with)).andThen(Plain.of(type.model())));
      if (files.verify(plain).isEmpty()) {
        type.become(plain);
      }
    } catch (IllegalArgumentException e) {
      // It refers to an optional class that is not there: it stays as it is.
    }
  }

  /** What of a class stays. */
  byte[] slim(Type type) {
    ClassFile files = files(type.name.startsWith("dev/nodeready/"));
    if (!type.verified) {
      files = files.withOptions(ClassFile.StackMapsOption.DROP_STACK_MAPS);
    }
    try {
      return files.transformClass(files.parse(type.bytes()), parts(type));
    } catch (IllegalArgumentException e) {
      return type.bytes();
    }
  }

  private ClassFile files(boolean lines) {
    return ClassFile.of(
        ClassFile.DebugElementsOption.DROP_DEBUG,
        lines ? ClassFile.LineNumbersOption.PASS_LINE_NUMBERS : ClassFile.LineNumbersOption.DROP_LINE_NUMBERS,
        ClassFile.ConstantPoolSharingOption.NEW_POOL,
        ClassFile.ClassHierarchyResolverOption.of(pool.hierarchy()));
  }

  private ClassTransform parts(Type type) {
    Predicate<ClassElement> gone =
        element ->
            switch (element) {
              case MethodModel method -> !type.kept.contains(Type.key(method));
              case SourceFileAttribute _ -> !type.name.startsWith("dev/nodeready/");
              case RuntimeInvisibleAnnotationsAttribute _ -> true;
              case RuntimeVisibleAnnotationsAttribute annotations -> annotations.annotations().stream().allMatch(Slim::isKotlins);
              default -> false;
            };
    return ClassTransform.dropping(gone)
        .andThen(this::dropMissing)
        .andThen(ClassTransform.transformingMethods(MethodTransform.dropping(Slim::isForCompilers)))
        .andThen(ClassTransform.transformingMethodBodies(CodeBuilder::with))
        .andThen(ClassTransform.transformingFields(FieldTransform.dropping(Slim::isForCompilers)));
  }

  private static boolean isForCompilers(Object part) {
    return part instanceof SignatureAttribute || part instanceof RuntimeInvisibleAnnotationsAttribute;
  }

  private static boolean isKotlins(Annotation annotation) {
    return annotation.className().equalsString("Lkotlin/Metadata;");
  }

  private void dropMissing(ClassBuilder builder, ClassElement element) {
    switch (element) {
      case InnerClassesAttribute inner ->
          builder.with(InnerClassesAttribute.of(inner.classes().stream().filter(i -> stays(i.innerClass())).toList()));
      case NestMembersAttribute nest -> builder.with(NestMembersAttribute.of(nest.nestMembers().stream().filter(this::stays).toList()));
      case PermittedSubclassesAttribute permitted ->
          builder.with(PermittedSubclassesAttribute.of(permitted.permittedSubclasses().stream().filter(this::stays).toList()));
      default -> builder.with(element);
    }
  }

  private boolean stays(ClassEntry entry) {
    return pool.find(entry).filter(type -> type.mentioned).isPresent();
  }
}
