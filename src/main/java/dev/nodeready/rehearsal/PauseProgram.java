package dev.nodeready.rehearsal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * A program of some 200 bytes that waits for SIGTERM or SIGINT and exits: a static ELF file, put
 * together here. It blocks the two signals and takes them with {@code rt_sigtimedwait}, because the
 * kernel drops signals without a handler that are sent to the first process of a container.
 *
 * <p>Put together and not shipped as a file, since nobody could then tell from the source what the
 * file does without two cross compilers, and a package that fits every machine would carry both.
 */
enum PauseProgram {
  AMD64(62) {
    @Override
    void code(ByteBuffer to, int set) {
      bytes(to, 0x6a, 14, 0x58); // eax = rt_sigprocmask
      bytes(to, 0x31, 0xff); // edi = SIG_BLOCK
      bytes(to, 0xbe).putInt(set); // esi = &set
      bytes(to, 0x31, 0xd2); // edx = no old set
      bytes(to, 0x41, 0xba).putInt(8); // r10d = size of a set
      bytes(to, 0x0f, 0x05); // syscall
      int wait = to.position();
      bytes(to, 0xb8).putInt(128); // eax = rt_sigtimedwait
      bytes(to, 0xbf).putInt(set); // edi = &set
      bytes(to, 0x31, 0xf6); // esi = no information
      bytes(to, 0x31, 0xd2); // edx = no time limit
      bytes(to, 0x41, 0xba).putInt(8); // r10d = size of a set
      bytes(to, 0x0f, 0x05); // syscall
      bytes(to, 0x85, 0xc0); // test eax, eax
      bytes(to, 0x78, wait - (to.position() + 2)); // js wait
      bytes(to, 0xb8).putInt(231); // eax = exit_group
      bytes(to, 0x31, 0xff); // edi = 0
      bytes(to, 0x0f, 0x05); // syscall
    }
  },
  ARM64(183) {
    @Override
    void code(ByteBuffer to, int set) {
      set(to, 8, 135); // x8 = rt_sigprocmask
      set(to, 0, 0); // x0 = SIG_BLOCK
      address(to, 1, set);
      set(to, 2, 0);
      set(to, 3, 8);
      to.putInt(SVC);
      int wait = to.position();
      set(to, 8, 137); // x8 = rt_sigtimedwait
      address(to, 0, set);
      set(to, 1, 0);
      set(to, 2, 0);
      set(to, 3, 8);
      to.putInt(SVC);
      to.putInt(0xb7f80000 | ((wait - to.position()) / 4 & 0x3fff) << 5); // tbnz x0, #63, wait
      set(to, 8, 94); // x8 = exit_group
      set(to, 0, 0);
      to.putInt(SVC);
    }

    private void set(ByteBuffer to, int register, int value) {
      to.putInt(0xd2800000 | value << 5 | register); // movz
    }

    private void address(ByteBuffer to, int register, int value) {
      set(to, register, value & 0xffff);
      to.putInt(0xf2a00000 | (value >>> 16) << 5 | register); // movk, lsl 16
    }
  };

  private static final int SVC = 0xd4000001;
  private static final int BASE = 0x400000;
  private static final int ELF_HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final int SET = ELF_HEADER + PROGRAM_HEADER;
  private static final int CODE = SET + Long.BYTES;
  private static final int PAGE = 0x10000;
  private static final long SIGINT_AND_SIGTERM = 1L << 1 | 1L << 14;

  private final int machine;

  PauseProgram(int machine) {
    this.machine = machine;
  }

  abstract void code(ByteBuffer to, int set);

  /** The program for a machine as Java names it, such as {@code amd64} or {@code aarch64}. */
  static PauseProgram forMachine(String architecture) {
    return switch (architecture.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> AMD64;
      case "arm64", "aarch64" -> ARM64;
      default -> throw new IllegalArgumentException("no pause program for " + architecture);
    };
  }

  /** The architecture as image configurations name it. */
  String architecture() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The whole file. */
  byte[] file() {
    ByteBuffer file = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
    file.position(SET).putLong(SIGINT_AND_SIGTERM);
    code(file, BASE + SET);
    int length = file.position();
    file.position(0);
    elfHeader(file);
    programHeader(file, length);
    byte[] bytes = new byte[length];
    file.get(0, bytes);
    return bytes;
  }

  private void elfHeader(ByteBuffer to) {
    to.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
    to.putShort((short) 2).putShort((short) machine).putInt(1); // executable, version
    to.putLong(BASE + CODE).putLong(ELF_HEADER).putLong(0); // entry, program and section headers
    to.putInt(0).putShort((short) ELF_HEADER);
    to.putShort((short) PROGRAM_HEADER).putShort((short) 1);
    to.putShort((short) 0).putShort((short) 0).putShort((short) 0);
  }

  private static void programHeader(ByteBuffer to, int length) {
    to.putInt(1).putInt(5); // load, readable and executable
    to.putLong(0).putLong(BASE).putLong(BASE).putLong(length).putLong(length).putLong(PAGE);
  }

  private static ByteBuffer bytes(ByteBuffer to, int... values) {
    for (int value : values) {
      to.put((byte) value);
    }
    return to;
  }
}
