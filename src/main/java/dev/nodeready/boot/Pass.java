package dev.nodeready.boot;

import dev.nodeready.cri.SandboxReference;
import org.jspecify.annotations.Nullable;

/**
 * What one pass over the plan finds out: all that follows from one reading of the configuration. A
 * configuration that changes behind cloud-init begins another pass, which knows nothing of this.
 */
final class Pass {
  final NodeInputs inputs;
  final NodeState node;
  @Nullable RuntimeWait runtime;
  @Nullable SandboxReference sandbox;

  Pass(NodeInputs inputs, NodeState node) {
    this.inputs = inputs;
    this.node = node;
  }

  void close() {
    if (runtime != null) {
      runtime.close();
    }
  }
}
