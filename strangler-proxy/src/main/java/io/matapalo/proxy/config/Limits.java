package io.matapalo.proxy.config;

/**
 * What a client may ask for. Sizes in bytes.
 *
 * @param maxBodyBytes largest request body, default 10 MiB; larger ones get 413
 * @param retainedBodyBytes how much of a body is read before it is forwarded, default 64 KiB: in it
 *     the operation is looked for, and a body that fits can be sent again
 * @param maxHeaderBytes largest request head, default 32 KiB
 * @param maxHeaders most header fields, default 100
 * @param maxClientConnections most connections of clients at a time, default 10000
 * @param maxConnectionsPerAddress most connections of one client address at a time, trusted proxies
 *     excepted; 0, the default, for no limit
 * @param answerBufferBytes how much of an answer is kept for a client that reads it slowly, default
 *     1 MiB; 0 for none
 * @param allAnswerBuffersBytes how much of all such answers together, default 64 MiB
 * @param minBodyRate least bytes a second of a request body, default 240; 0 for no least rate
 */
public record Limits(
    long maxBodyBytes,
    int retainedBodyBytes,
    int maxHeaderBytes,
    int maxHeaders,
    int maxClientConnections,
    int maxConnectionsPerAddress,
    long answerBufferBytes,
    long allAnswerBuffersBytes,
    int minBodyRate) {

  /** All defaults. */
  public static Limits defaults() {
    return new Limits(10L << 20, 64 << 10, 32 << 10, 100, 10_000, 0, 1L << 20, 64L << 20, 240);
  }

  Limits withClientConnections(int most) {
    return new Limits(
        maxBodyBytes,
        retainedBodyBytes,
        maxHeaderBytes,
        maxHeaders,
        most,
        maxConnectionsPerAddress,
        answerBufferBytes,
        allAnswerBuffersBytes,
        minBodyRate);
  }

  static Limits from(Section section) {
    Limits standard = defaults();
    return new Limits(
        section.number("max-body-bytes", 1, 1L << 40, standard.maxBodyBytes),
        section.integer("retained-body-bytes", 1024, 16 << 20, standard.retainedBodyBytes),
        section.integer("max-header-bytes", 1024, 1 << 20, standard.maxHeaderBytes),
        section.integer("max-headers", 10, 10_000, standard.maxHeaders),
        section.integer("max-client-connections", 1, 1_000_000, standard.maxClientConnections),
        section.integer(
            "max-connections-per-address", 0, 1_000_000, standard.maxConnectionsPerAddress),
        section.number("answer-buffer-bytes", 0, 1L << 32, standard.answerBufferBytes),
        section.number("all-answer-buffers-bytes", 0, 1L << 40, standard.allAnswerBuffersBytes),
        section.integer("min-body-rate", 0, 1 << 20, standard.minBodyRate));
  }
}
