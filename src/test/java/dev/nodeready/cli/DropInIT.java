package dev.nodeready.cli;

import dev.nodeready.Cases;

/** The drop-in on this project's own cases, by the built program. */
class DropInIT extends InitRules {
  DropInIT() {
    super(Cases.own());
  }
}
