import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.classfile.instruction.LocalVariableType;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes plain code of what the compiler leaves to be linked at first use: switches over types, and
 * the equals and hashCode of records. An AOT cache keeps linked lambdas, but none of these; the
 * first of them costs a cold process 20 to 30 ms, each other one 1 to 3. Classes before version 50
 * (picocli, ASM) have no stack maps and are left out of every cache: they get them, and version 52.
 * Names of local variables, which only debuggers read, go: 2 MB of the jar, 1 MB of the cache.
 *
 * <p>The code does what {@link java.lang.runtime.SwitchBootstraps} and {@link
 * java.lang.runtime.ObjectMethods} say.
 */
final class Plain {
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
  private static final int FLAGS =
      ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;
  private static final int FIRST_WITH_STACK_MAPS = 50;

  private final ClassFile files;

  /** Looks up what classes extend, which the verifier wants to know, in the given way. */
  Plain(ClassHierarchyResolver classes) {
    files =
        ClassFile.of(
            ClassFile.ConstantPoolSharingOption.NEW_POOL,
            ClassFile.ClassHierarchyResolverOption.of(classes));
  }

  /** The class as it is shipped. */
  byte[] make(byte[] bytes) {
    ClassModel model = files.parse(bytes);
    boolean old = model.majorVersion() < FIRST_WITH_STACK_MAPS;
    List<Consumer<ClassBuilder>> helpers = new ArrayList<>();
    ClassTransform calls =
        ClassTransform.transformingMethodBodies((code, element) -> {
          if (element instanceof LocalVariable || element instanceof LocalVariableType) {
            return;
          }
          Body body = element instanceof InvokeDynamicInstruction call ? bodyOf(call) : null;
          if (body == null) {
            code.with(element);
          } else {
            helpers.add(
                call(
                    code,
                    model,
                    (InvokeDynamicInstruction) element,
                    "plain$" + helpers.size(),
                    body));
          }
        });
    ClassTransform more =
        ClassTransform.endHandler(builder -> {
          helpers.forEach(helper -> helper.accept(builder));
          if (old) {
            builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
          }
        });
    try {
      byte[] plain = files.transformClass(model, calls.andThen(more));
      if (files.verify(plain).isEmpty()) {
        return plain;
      }
    } catch (IllegalArgumentException unknown) {
      // A class of none of the libraries: what extends it is never loaded, and stays as it is.
    }
    if (old || !helpers.isEmpty()) {
      throw new IllegalStateException(
          model.thisClass().asInternalName() + " would not be verified");
    }
    return bytes;
  }

  private interface Body extends Consumer<CodeBuilder> {}

  private static Consumer<ClassBuilder> call(
      CodeBuilder code, ClassModel model, InvokeDynamicInstruction call, String name, Body body) {
    MethodTypeDesc type = call.typeSymbol();
    code.invokestatic(
        model.thisClass().asSymbol(), name, type, model.flags().has(AccessFlag.INTERFACE));
    return builder -> builder.withMethodBody(name, type, FLAGS, body);
  }

  /** What a call does, in plain code; null where it stays as it is. */
  private static Body bodyOf(InvokeDynamicInstruction call) {
    String linker = call.bootstrapMethod().owner().displayName();
    String name = call.name().stringValue();
    if (linker.equals("SwitchBootstraps")) {
      List<ClassDesc> labels = labels(call);
      return code -> typeSwitch(code, labels);
    }
    if (linker.equals("ObjectMethods") && (name.equals("equals") || name.equals("hashCode"))) {
      ClassDesc owner = (ClassDesc) call.bootstrapArgs().getFirst();
      List<DirectMethodHandleDesc> fields =
          call.bootstrapArgs().stream().skip(2).map(DirectMethodHandleDesc.class::cast).toList();
      return name.equals("equals")
          ? code -> equal(code, owner, fields)
          : code -> hash(code, fields);
    }
    return null;
  }

  private static List<ClassDesc> labels(InvokeDynamicInstruction call) {
    List<ClassDesc> labels = new ArrayList<>();
    for (Object label : call.bootstrapArgs()) {
      if (!(label instanceof ClassDesc type) || type.isPrimitive()) {
        throw new IllegalStateException(
            "a switch over more than types would be linked at first use: " + label);
      }
      labels.add(type);
    }
    return labels;
  }

  /** The first label from the given one on that the value is an instance of; -1 for null. */
  private static void typeSwitch(CodeBuilder code, List<ClassDesc> labels) {
    Label there = code.newLabel();
    code.aload(0).ifnonnull(there).iconst_m1().ireturn().labelBinding(there);
    for (int i = 0; i < labels.size(); i++) {
      Label next = code.newLabel();
      code.iload(1).loadConstant(i).if_icmpgt(next);
      code.aload(0)
          .instanceOf(labels.get(i))
          .ifeq(next)
          .loadConstant(i)
          .ireturn()
          .labelBinding(next);
    }
    code.loadConstant(labels.size()).ireturn();
  }

  private static void equal(
      CodeBuilder code, ClassDesc owner, List<DirectMethodHandleDesc> fields) {
    Label differs = code.newLabel();
    code.aload(1).instanceOf(owner).ifeq(differs);
    for (DirectMethodHandleDesc field : fields) {
      ClassDesc type = field.invocationType().returnType();
      code.aload(0).getfield(owner, field.methodName(), type);
      code.aload(1).checkcast(owner).getfield(owner, field.methodName(), type);
      branchIfNot(code, type, differs);
    }
    code.iconst_1().ireturn().labelBinding(differs).iconst_0().ireturn();
  }

  private static void branchIfNot(CodeBuilder code, ClassDesc type, Label differs) {
    switch (TypeKind.from(type).asLoadable()) {
      case INT -> code.if_icmpne(differs);
      case LONG -> code.lcmp().ifne(differs);
      case FLOAT, DOUBLE ->
          code.invokestatic(
                  boxOf(type), "compare", MethodTypeDesc.of(ConstantDescs.CD_int, type, type))
              .ifne(differs);
      default ->
          code.invokestatic(
                  OBJECTS,
                  "equals",
                  MethodTypeDesc.of(
                      ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object))
              .ifeq(differs);
    }
  }

  private static void hash(CodeBuilder code, List<DirectMethodHandleDesc> fields) {
    code.iconst_0();
    for (DirectMethodHandleDesc field : fields) {
      ClassDesc type = field.invocationType().returnType();
      ClassDesc hashed = type.isPrimitive() ? type : ConstantDescs.CD_Object;
      code.bipush(31).imul().aload(0).getfield(field.owner(), field.methodName(), type);
      code.invokestatic(
              type.isPrimitive() ? boxOf(type) : OBJECTS,
              "hashCode",
              MethodTypeDesc.of(ConstantDescs.CD_int, hashed))
          .iadd();
    }
    code.ireturn();
  }

  private static ClassDesc boxOf(ClassDesc type) {
    return switch (type.displayName()) {
      case "int" -> ConstantDescs.CD_Integer;
      case "char" -> ConstantDescs.CD_Character;
      default ->
          ClassDesc.of(
              "java.lang."
                  + Character.toUpperCase(type.displayName().charAt(0))
                  + type.displayName().substring(1));
    };
  }
}
