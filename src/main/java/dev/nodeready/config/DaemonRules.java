package dev.nodeready.config;

import dev.nodeready.failure.Failure;
import java.util.List;

/**
 * What the daemons themselves refuse of a configuration. They are known in rooms above this one, so
 * whoever checks brings them.
 */
@FunctionalInterface
public interface DaemonRules {
  /** Everything that is certain to be refused, whatever the machine. */
  List<Failure> refusals(NodeConfig config);
}
