package dev.nodeready.config.mime;

import dev.nodeready.tree.Place;

/**
 * A NodeConfig document out of some user data.
 *
 * @param text the document
 * @param place where it stands
 */
public record Part(String text, Place place) {}
