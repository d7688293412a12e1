package dev.nodeready.node;

import java.util.List;

/**
 * A unit and the files that it reads when it starts.
 *
 * @param unit such as {@code kubelet.service}
 * @param paths absolute; a path without a file counts too, since the file may have been removed
 * @param mustRun whether a node needs it to run
 */
public record UnitInputs(String unit, List<String> paths, boolean mustRun) {}
