package io.matapalo.proxy.reading;

import io.undertow.server.AbstractServerConnection;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The data of a chunked request body. It stands in the place of the server's own chunk reader,
 * which takes bodies that are no chunked coding. Confined to the I/O thread of its connection.
 */
public final class ChunkedRequestBody extends OneBufferConduit<RequestStream> {

  private final HttpServerExchange exchange;
  private final ChunkGrammar grammar = new ChunkGrammar();
  private boolean failed;

  private ChunkedRequestBody(RequestStream stream, HttpServerExchange exchange) {
    super(stream);
    this.exchange = exchange;
  }

  /** Takes the place of the server's chunk reader if the request has a chunked body. */
  public static void install(HttpServerExchange exchange) {
    RequestStream stream = RequestStream.of(exchange);
    if (stream.isAtChunks()) {
      ((AbstractServerConnection) exchange.getConnection())
          .getChannel()
          .getSourceChannel()
          .setConduit(new ChunkedRequestBody(stream, exchange));
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (failed) {
      return next.read(target);
    }
    if (grammar.isComplete()) {
      return -1;
    }
    try {
      return data(target);
    } catch (MalformedRequestException e) {
      failed = true;
      next.refuse(e.flaw());
      throw e;
    }
  }

  private int data(ByteBuffer target) throws IOException {
    ReadAhead held = next.held();
    int moved = 0;
    while (target.hasRemaining()) {
      int count = held.fill();
      if (count < 0) {
        throw Flaw.malformed("connection ended within a chunked body");
      }
      if (count == 0) {
        return moved;
      }
      int available = Math.min(grammar.available(held.bytes()), target.remaining());
      if (grammar.isComplete()) {
        next.endOfChunks();
        Connectors.terminateRequest(exchange);
        return moved == 0 ? -1 : moved;
      }
      if (available > 0) {
        held.moveTo(target, available);
        grammar.moved(available);
        moved += available;
      }
    }
    return moved;
  }
}
