package dev.nodeready.disks;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What an NVMe controller says of itself.
 *
 * <p>An EBS volume's one has in its vendor's bytes under which name the volume was attached, such
 * as {@code sdb}; see {@code ebsnvme-id} of amazon-ec2-utils. That script and its udev links are on
 * Amazon Linux and missing on other images, so the controller is asked: one admin command, by way
 * of the C library, since the JDK has no call for it.
 *
 * @param serial such as {@code vol0a1b2c3d4e5f67890}
 * @param model such as {@code Amazon Elastic Block Store}
 * @param attachedAs without {@code /dev/}; empty where it does not say
 */
record NvmeIdentity(String serial, String model, String attachedAs) {
  /** The model of EBS volumes. */
  static final String EBS = "Amazon Elastic Block Store";

  static final int SIZE = 4096;
  private static final int SERIAL = 4;
  private static final int MODEL = 24;
  private static final int VENDOR = 3072;

  /** {@code NVME_IOCTL_ADMIN_CMD} of linux/nvme_ioctl.h, with a command of 72 bytes. */
  private static final long ADMIN_COMMAND = 0xC048_4E41L;

  private static final int COMMAND_SIZE = 72;
  private static final byte IDENTIFY = 6;
  private static final int THE_CONTROLLER = 1;
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int ADDRESS = 24;
  private static final int LENGTH = 36;
  private static final int WHAT = 40;
  private static final int TIMEOUT = 64;

  /** Asks the controller of a device; empty where it is none, or does not answer. */
  static Optional<NvmeIdentity> of(String device) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment answer = arena.allocate(SIZE, 4096);
      return ask(arena, device, answer)
          ? Optional.of(parse(answer.toArray(ValueLayout.JAVA_BYTE)))
          : Optional.empty();
    }
  }

  /** See "Identify Controller data structure" in the NVMe base specification. */
  static NvmeIdentity parse(byte[] answer) {
    String name = text(answer, VENDOR, 32).replaceFirst("^/dev/", "");
    return new NvmeIdentity(
        text(answer, SERIAL, 20),
        text(answer, MODEL, 40),
        name.matches("[A-Za-z0-9]{1,32}") ? name : "");
  }

  private static String text(byte[] bytes, int from, int length) {
    String text = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\0');
    return (end < 0 ? text : text.substring(0, end)).strip();
  }

  private static boolean ask(Arena arena, String device, MemorySegment answer) {
    MemorySegment command = arena.allocate(COMMAND_SIZE, 8);
    command.set(ValueLayout.JAVA_BYTE, 0, IDENTIFY);
    command.set(ValueLayout.JAVA_LONG, ADDRESS, answer.address());
    command.set(ValueLayout.JAVA_INT, LENGTH, SIZE);
    command.set(ValueLayout.JAVA_INT, WHAT, THE_CONTROLLER);
    command.set(ValueLayout.JAVA_INT, TIMEOUT, TIMEOUT_MILLIS);
    try {
      int file = (int) CLibrary.OPEN.invokeExact(arena.allocateFrom(device), 0);
      if (file < 0) {
        return false;
      }
      try {
        return (int) CLibrary.IOCTL.invokeExact(file, ADMIN_COMMAND, command) == 0;
      } finally {
        int _ = (int) CLibrary.CLOSE.invokeExact(file);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Loaded where a name has to be looked up, and nowhere else. */
  @SuppressWarnings("restricted") // The launcher allows it.
  private static final class CLibrary {
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;
    static final MethodHandle OPEN =
        call("open", 2, FunctionDescriptor.of(ValueLayout.JAVA_INT, POINTER, ValueLayout.JAVA_INT));
    static final MethodHandle IOCTL =
        call(
            "ioctl",
            2,
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, POINTER));
    static final MethodHandle CLOSE =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("close"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private static MethodHandle call(String name, int firstVariadic, FunctionDescriptor type) {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(
          linker.defaultLookup().findOrThrow(name),
          type,
          Linker.Option.firstVariadicArg(firstVariadic));
    }
  }
}
