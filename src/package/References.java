import java.lang.classfile.Attributes;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.ObjectVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.ConstantDynamicEntry;
import java.lang.classfile.constantpool.DynamicConstantPoolEntry;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.instruction.ConstantInstruction.LoadConstantInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.invoke.MethodHandleInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads out of a method's code what it needs of other classes. */
final class References {
  /** Who wants to know. */
  interface Found {
    void type(String name);

    void descriptor(String descriptor);

    void newObject(String owner);

    void constant(ClassEntry type);

    void text(String text);

    void field(String owner, String name, boolean isStatic);

    /** A call that reaches this very method, or the one it is inherited from. */
    void exact(String owner, String key, boolean isStatic);

    /** A call that the object decides on. */
    void virtual(String owner, String key);

    /** An object made up at run time that implements one method of an interface. */
    void function(String interfaceDescriptor, String key);
  }

  private final Found found;
  private final Set<DynamicConstantPoolEntry> linked = new HashSet<>();

  References(Found found) {
    this.found = found;
  }

  void read(CodeModel code) {
    code.forEach(this::read);
    code.findAttribute(Attributes.stackMapTable())
        .ifPresent(table -> table.entries().forEach(this::read));
  }

  private void read(StackMapFrameInfo frame) {
    frame.locals().forEach(this::read);
    frame.stack().forEach(this::read);
  }

  private void read(VerificationTypeInfo info) {
    if (info instanceof ObjectVerificationTypeInfo object) {
      found.type(object.className().asInternalName());
    }
  }

  private void read(CodeElement element) {
    switch (element) {
      case InvokeInstruction call -> call(call);
      case InvokeDynamicInstruction call -> link(call.invokedynamic());
      case FieldInstruction field -> field(field.field(), field.opcode() == Opcode.GETSTATIC || field.opcode() == Opcode.PUTSTATIC);
      case NewObjectInstruction made -> found.newObject(made.className().asInternalName());
      case NewReferenceArrayInstruction made -> found.type(made.componentType().asInternalName());
      case NewMultiArrayInstruction made -> found.type(made.arrayType().asInternalName());
      case TypeCheckInstruction check -> found.type(check.type().asInternalName());
      case ExceptionCatch caught -> caught.catchType().ifPresent(type -> found.type(type.asInternalName()));
      case LoadConstantInstruction constant -> constant(constant.constantEntry());
      default -> {}
    }
  }

  private void call(InvokeInstruction call) {
    String owner = call.owner().asInternalName();
    String key = call.name().stringValue() + call.type().stringValue();
    found.descriptor(call.type().stringValue());
    switch (call.opcode()) {
      case INVOKESTATIC -> found.exact(owner, key, true);
      case INVOKESPECIAL -> found.exact(owner, key, false);
      default -> found.virtual(owner, key);
    }
  }

  private void field(MemberRefEntry field, boolean isStatic) {
    found.descriptor(field.type().stringValue());
    found.field(field.owner().asInternalName(), field.name().stringValue(), isStatic);
  }

  private void link(DynamicConstantPoolEntry entry) {
    if (!linked.add(entry)) {
      return;
    }
    found.text(entry.name().stringValue());
    found.descriptor(entry.type().stringValue());
    handle(entry.bootstrap().bootstrapMethod());
    List<LoadableConstantEntry> arguments = entry.bootstrap().arguments();
    arguments.forEach(this::constant);
    for (LoadableConstantEntry argument : arguments) {
      if (argument instanceof MethodTypeEntry type) {
        String descriptor = entry.type().stringValue();
        found.function(descriptor.substring(descriptor.indexOf(')') + 1), entry.name().stringValue() + type.descriptor().stringValue());
      }
    }
  }

  private void constant(LoadableConstantEntry constant) {
    switch (constant) {
      case ClassEntry type -> found.constant(type);
      case StringEntry text -> found.text(text.stringValue());
      case MethodHandleEntry handle -> handle(handle);
      case MethodTypeEntry type -> found.descriptor(type.descriptor().stringValue());
      case ConstantDynamicEntry dynamic -> link(dynamic);
      default -> {}
    }
  }

  private void handle(MethodHandleEntry handle) {
    MemberRefEntry member = handle.reference();
    String owner = member.owner().asInternalName();
    String key = member.name().stringValue() + member.type().stringValue();
    found.descriptor(member.type().stringValue());
    switch (handle.kind()) {
      case MethodHandleInfo.REF_getField, MethodHandleInfo.REF_putField -> field(member, false);
      case MethodHandleInfo.REF_getStatic, MethodHandleInfo.REF_putStatic -> field(member, true);
      case MethodHandleInfo.REF_invokeStatic -> found.exact(owner, key, true);
      case MethodHandleInfo.REF_invokeSpecial -> found.exact(owner, key, false);
      case MethodHandleInfo.REF_newInvokeSpecial -> {
        found.newObject(owner);
        found.exact(owner, key, false);
      }
      default -> found.virtual(owner, key);
    }
  }
}
