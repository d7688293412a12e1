package dev.nodeready.node;

import dev.nodeready.Cases;

/** The rules of the drop-in on this project's own cases. */
class DropInTest extends DropInRules {
  DropInTest() {
    super(Cases.own());
  }
}
