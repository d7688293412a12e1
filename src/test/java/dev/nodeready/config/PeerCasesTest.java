package dev.nodeready.config;

import dev.nodeready.Cases;

/** The same rules on the inputs of nodeadm's own end-to-end cases. */
class PeerCasesTest extends SourceRules {
  PeerCasesTest() {
    super(Cases.peers());
  }
}
