import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what the program can reach of itself, its libraries and the JDK: the methods that are called from methods that are
 * reached, on classes of which there may be objects. Whatever text in them reads as the name of a class or method counts
 * as its use, since it may be looked up by that name. So more stays than has to.
 */
final class Reach implements References.Found {
  private final ClassPool pool;
  private final Map<String, List<Type>> declaring = new HashMap<>();
  private final LookUps lookUps;
  private final Set<String> texts = new HashSet<>();
  private final Deque<Body> open = new ArrayDeque<>();

  /** Whose code is read. */
  private Type reader;

  private record Body(Type of, MethodModel method) {}

  Reach(ClassPool pool) {
    this.pool = pool;
    lookUps = new LookUps(pool);
    for (Type type : pool.all()) {
      type.methods().values().forEach(
          method -> declaring.computeIfAbsent(method.methodName().stringValue(), _ -> new ArrayList<>()).add(type));
    }
  }

  /** Follows what is known so far to its end. */
  void follow() {
    while (!open.isEmpty()) {
      Body body = open.pop();
      reader = body.of();
      body.method().code().ifPresent(new References(this)::read);
    }
  }

  /** Keeps all of a class. */
  void whole(Type type) {
    reader = type;
    instantiate(type);
    type.methods().keySet().forEach(key -> keep(type, key));
    for (PoolEntry entry : type.model().constantPool()) {
      switch (entry) {
        case StringEntry text -> text(text.stringValue());
        case Utf8Entry text -> Texts.classNames(text.stringValue(), this::type);
        default -> {}
      }
    }
  }

  /** Keeps a class that is made by its name, and what makes it. */
  void named(String name) {
    pool.find(name).ifPresent(type -> {
      instantiate(type);
      keepAll(type, "<init>");
    });
  }

  /** A method that the virtual machine or the JDK calls by its name: one that some class of the JDK declares. */
  void memberOfJdk(String name) {
    if (lookUps.addOfJdk(name)) {
      member(name);
    }
  }

  private void member(String name) {
    declaring.getOrDefault(name, List.of()).stream()
        .filter(type -> type.initialized && lookUps.concerns(type, name))
        .forEach(type -> keepAndCall(type, name));
  }

  @Override
  public void type(String name) {
    pool.find(name).ifPresent(this::mention);
  }

  @Override
  public void descriptor(String descriptor) {
    for (int start = descriptor.indexOf('L'); start >= 0; start = descriptor.indexOf('L', descriptor.indexOf(';', start))) {
      type(descriptor.substring(start + 1, descriptor.indexOf(';', start)));
    }
  }

  @Override
  public void newObject(String owner) {
    pool.find(owner).ifPresent(this::instantiate);
  }

  @Override
  public void constant(ClassEntry type) {
    named(type.asInternalName());
  }

  @Override
  public void text(String text) {
    if (texts.add(text)) {
      Texts.classNames(text, this::named);
    }
    if (reader != null && lookUps.mayComeFrom(reader) && Texts.isMember(text)) {
      if (reader.ofJdk) {
        memberOfJdk(text);
      } else if (lookUps.addOfLibraries(text)) {
        member(text);
      }
    }
  }

  @Override
  public void field(String owner, String name, boolean isStatic) {
    pool.find(owner).ifPresent(type -> use(type, isStatic));
  }

  @Override
  public void exact(String owner, String key, boolean isStatic) {
    pool.find(owner).ifPresent(type -> {
      use(type, isStatic);
      keepFirst(type, key);
    });
  }

  private void use(Type type, boolean isStatic) {
    if (isStatic) {
      initialize(type);
    } else {
      mention(type);
    }
  }

  @Override
  public void virtual(String owner, String key) {
    pool.find(owner).ifPresent(type -> call(type, key));
  }

  @Override
  public void function(String interfaceDescriptor, String key) {
    descriptor(interfaceDescriptor);
    String name = interfaceDescriptor.replaceFirst("^L(.*);$", "$1");
    pool.find(name).filter(Type::isInterface).ifPresent(this::instantiate);
    virtual(name, key);
  }

  private void call(Type owner, String key) {
    mention(owner);
    if (owner.calls.add(key)) {
      List.copyOf(owner.objects).forEach(object -> select(owner, object, key));
    }
  }

  /** What a call on a variable of one type runs on an object of another. */
  private void select(Type owner, Type object, String key) {
    keepFirst(owner, key);
    keepFirst(object, key);
  }

  private void keepFirst(Type from, String key) {
    for (Optional<Type> type = Optional.of(from); type.isPresent(); type = type.get().superclass()) {
      MethodModel method = type.get().methods().get(key);
      if (method != null) {
        keep(type.get(), key);
        if ((method.flags().flagsMask() & (ClassFile.ACC_PUBLIC | ClassFile.ACC_PROTECTED)) != 0) {
          return;
        }
      }
    }
    from.ancestors.stream().filter(Type::isInterface).forEach(type -> keep(type, key));
  }

  private void keep(Type type, String key) {
    MethodModel method = type.methods().get(key);
    if (method != null && type.kept.add(key)) {
      mention(type);
      descriptor(method.methodType().stringValue());
      open.push(new Body(type, method));
    }
  }

  private void keepAll(Type type, String name) {
    keysOf(type, name).forEach(key -> keep(type, key));
  }

  private void keepAndCall(Type type, String name) {
    keepAll(type, name);
    keysOf(type, name).forEach(key -> call(type, key));
  }

  private static List<String> keysOf(Type type, String name) {
    return type.methods().keySet().stream().filter(key -> key.startsWith(name + "(")).toList();
  }

  private void mention(Type type) {
    if (type.mentioned) {
      return;
    }
    type.mentioned = true;
    type.parents.forEach(this::mention);
    type.around().forEach(this::type);
    if (type.is(ClassFile.ACC_ANNOTATION)) {
      type.methods().keySet().forEach(key -> keep(type, key));
    }
  }

  private void initialize(Type type) {
    mention(type);
    if (type.initialized) {
      return;
    }
    type.initialized = true;
    type.parents.forEach(this::initialize);
    Roots.valuesOf(type).ifPresent(this::named);
    boolean all = Roots.isWholeIfReached(type);
    type.methods().forEach((key, method) -> {
      if (all || Roots.isCalledFromOutside(type, method)) {
        keep(type, key);
      }
      if (lookUps.concerns(type, method.methodName().stringValue())) {
        keepAndCall(type, method.methodName().stringValue());
      }
    });
  }

  private void instantiate(Type type) {
    initialize(type);
    if (type.instantiated) {
      return;
    }
    type.instantiated = true;
    for (Type ancestor : type.ancestors) {
      ancestor.objects.add(type);
      List.copyOf(ancestor.calls).forEach(key -> select(ancestor, type, key));
    }
  }
}
