package dev.nodeready.cli;

import dev.nodeready.Cases;

/** The same on nodeadm's own end-to-end cases. */
class PeerInitIT extends InitRules {
  PeerInitIT() {
    super(Cases.peers());
  }
}
