package dev.nodeready.config;

import dev.nodeready.Cases;

/** The rules of sources on this project's own cases. */
class SourcesTest extends SourceRules {
  SourcesTest() {
    super(Cases.own());
  }
}
