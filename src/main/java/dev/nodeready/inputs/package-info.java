/**
 * What a boot goes by: the configuration and its sources, the machine's facts, what the platform
 * says of the instance, and how long all of it may take. Read {@link dev.nodeready.inputs.Inputs}
 * first.
 */
@NullMarked
package dev.nodeready.inputs;

import org.jspecify.annotations.NullMarked;
