package dev.nodeready.simulation;

/**
 * An API server with the 600 seats that it has by default, of which each priority level has its
 * shares of 245: {@code node-high} 40, which a kubelet's own Node and Lease are asked for at, and
 * {@code system} 30, which has the rest of what a node asks. What is written takes 50 ms under
 * load, what is read 10 ms.
 */
final class ApiServer {
  static final int NODE_HIGH_SEATS = 600 * 40 / 245;
  static final int SYSTEM_SEATS = 600 * 30 / 245;
  static final long WRITE = 50 * Micros.MILLI;
  static final long READ = 10 * Micros.MILLI;

  private final Book book = new Book();
  private final PriorityLevel nodeHigh;
  private final PriorityLevel system;

  ApiServer(Events events, Outage outage) {
    nodeHigh = new PriorityLevel(events, book, outage, NODE_HIGH_SEATS, WRITE);
    system = new PriorityLevel(events, book, outage, SYSTEM_SEATS, READ);
  }

  Book book() {
    return book;
  }

  PriorityLevel nodeHigh() {
    return nodeHigh;
  }

  PriorityLevel system() {
    return system;
  }
}
