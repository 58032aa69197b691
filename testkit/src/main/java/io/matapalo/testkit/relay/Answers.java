package io.matapalo.testkit.relay;

/**
 * Knows to which command of a connection a packet of the server belongs: drivers may send several
 * before the first answer. Thread-safe.
 */
final class Answers {
  private static final long NONE = -1;

  private long sent;
  private long begun;
  private long losing = NONE;
  private int previousSequence;
  private boolean previousEndsRows = true;

  /** A command that will be answered goes to the server now. */
  synchronized void expect(boolean lose) {
    if (lose) {
      losing = sent;
    }
    sent++;
  }

  /** The server's next packet; true when it begins the answer that is to be lost. */
  synchronized boolean isLost(Packet packet) {
    // Numbers start at one with each answer, and again after 255 packets with rows.
    boolean wrapped = previousSequence == 0 && !previousEndsRows;
    boolean begins = packet.sequence() == 1 && begun < sent && !wrapped;
    previousSequence = packet.sequence();
    previousEndsRows = packet.endsRows();
    return begins && begun++ == losing;
  }
}
