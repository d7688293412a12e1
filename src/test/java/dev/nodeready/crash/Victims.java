package dev.nodeready.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The commands that change a machine. */
enum Victims {
  /** The first boot of a machine. */
  BOOT {
    @Override
    Victim on(ScriptedMachine machine, Path folder) {
      return new Scripted(machine) {
        @Override
        public void begin() throws IOException, InterruptedException {
          machine.configure(NEW, NEW_VARIABLES);
          machine.fresh();
        }

        @Override
        public List<String> words() {
          return machine.boot("daemon");
        }

        @Override
        public void reboot() throws IOException, InterruptedException {
          machine.reboot();
        }
      };
    }
  },

  /** A node whose configuration has changed reads it again. */
  RELOAD {
    @Override
    Victim on(ScriptedMachine machine, Path folder) throws Exception {
      machine.configure(OLD, OLD_VARIABLES);
      joined(machine);
      machine.copyTo(folder);
      machine.configure(NEW, NEW_VARIABLES);
      return new Scripted(machine) {
        @Override
        public void begin() throws IOException, InterruptedException {
          machine.restore(folder, DAEMONS);
        }

        @Override
        public List<String> words() {
          List<String> words = machine.boot("init");
          words.add("--wait");
          return words;
        }

        @Override
        public void reboot() throws IOException, InterruptedException {
          machine.reboot();
        }
      };
    }
  },

  /** A node with pods leaves its cluster. */
  RESET {
    @Override
    Victim on(ScriptedMachine machine, Path folder) throws Exception {
      machine.configure(OLD, OLD_VARIABLES);
      joined(machine);
      machine.write("/var/lib/kubelet/cpu_manager_state", "{}");
      machine.write("/var/lib/kubelet/pods/uid/volumes/kubernetes.io~empty-dir/v/file", "data");
      machine.write("/var/lib/kubelet/device-plugins/kubelet_internal_checkpoint", "{}");
      machine.write("/var/lib/kubelet/pki/kubelet-client-2026-11-29-01-00-00.pem", "of kubelet");
      machine.write("/var/lib/kubelet/pki/own.crt", "theirs");
      machine.write("/var/log/pods/ns_p_uid/c/0.log", "a line\n");
      machine.copyTo(folder);
      return new Scripted(machine) {
        @Override
        public void begin() throws IOException, InterruptedException {
          machine.restore(folder, DAEMONS);
          machine.systemd().running("nodeready.service");
          machine.cri().runs("1", "plugin", true).runs("2", "b", false).runs("3", "a", false);
        }

        @Override
        public List<String> words() {
          return machine.words("reset", "--yes", "--records");
        }
      };
    }
  };

  private static final String OLD = "{maxPods: 42}";
  private static final String NEW = "{maxPods: 17, podsPerCore: 3}";
  private static final String OLD_VARIABLES = "{A: '1', B: '2'}";
  private static final String NEW_VARIABLES = "{A: '2'}";
  private static final String[] DAEMONS = {"containerd.service", "kubelet.service"};

  /**
   * The command on its machine.
   *
   * @param folder for what the machine holds before it
   */
  abstract Victim on(ScriptedMachine machine, Path folder) throws Exception;

  private static void joined(ScriptedMachine machine) throws IOException, InterruptedException {
    machine.fresh();
    ProcessBuilder boot = new ProcessBuilder(machine.boot("daemon")).redirectErrorStream(true);
    boot.environment().putAll(machine.environment());
    Process process = boot.start();
    String said = process.inputReader().readAllAsString();
    if (process.waitFor() != 0) {
      throw new AssertionError(said);
    }
  }

  private abstract static class Scripted implements Victim {
    private final ScriptedMachine machine;

    Scripted(ScriptedMachine machine) {
      this.machine = machine;
    }

    @Override
    public String under() {
      return machine.root().toString();
    }

    @Override
    public Map<String, String> environment() {
      return machine.environment();
    }

    @Override
    public Map<String, String> state() {
      return machine.state();
    }
  }
}
