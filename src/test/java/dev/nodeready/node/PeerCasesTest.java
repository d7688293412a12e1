package dev.nodeready.node;

import dev.nodeready.Cases;

/** The same rules on nodeadm's own end-to-end cases. */
class PeerCasesTest extends DropInRules {
  PeerCasesTest() {
    super(Cases.peers());
  }
}
