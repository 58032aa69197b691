package io.matapalo.proxy.http2;

import io.matapalo.proxy.answer.AnswerBody;
import io.matapalo.proxy.answer.AnswerHead;
import io.matapalo.proxy.answer.AnswerHeadParser;
import io.matapalo.proxy.fields.HopByHop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.undertow.util.HeaderValues;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * From the bytes of one answer of HTTP/1.1 to fields and data (RFC 9113 §8.3.2). Fields that belong
 * to a connection stay behind. Confined to one thread.
 */
final class AnswerTranslation {

  private final String method;
  private final Output output;
  private final AnswerHeadParser parser = new AnswerHeadParser();
  private @Nullable AnswerBody body;
  private boolean complete;

  /** Where the frames go. */
  interface Output {

    /** How many bytes of data it takes now. */
    int room();

    /** Takes a head, final or not. */
    void head(Http2Headers fields, VirtualConnection.Part part);

    /** Takes data, at most as much as there is room. */
    void data(ByteBuf bytes, VirtualConnection.Part part);
  }

  /**
   * A translation of the answer to a request.
   *
   * @param method of the request
   */
  AnswerTranslation(String method, Output output) {
    this.method = method;
    this.output = output;
  }

  /** Whether the whole answer was translated. */
  boolean isComplete() {
    return complete;
  }

  /** Takes as much as the output has room for. */
  void take(ByteBuffer source) throws IOException {
    boolean moves = true;
    while (moves && source.hasRemaining() && !complete) {
      AnswerBody present = body;
      if (present != null) {
        moves = move(source, present);
      } else if (parser.feed(source)) {
        head(parser.head());
      }
    }
  }

  private void head(AnswerHead head) throws IOException {
    Http2Headers fields = fieldsOf(head);
    if (head.isInterim()) {
      parser.reset();
      output.head(fields, VirtualConnection.Part.MORE_FOLLOWS);
      return;
    }
    AnswerBody following = AnswerBody.after(head, method);
    body = following;
    complete = following.isComplete();
    output.head(fields, part());
  }

  private static Http2Headers fieldsOf(AnswerHead head) {
    Http2Headers fields = new DefaultHttp2Headers(false, head.fields().size() + 1);
    fields.status(Integer.toString(head.status()));
    HopByHop hopByHop = HopByHop.in(head.fields());
    for (HeaderValues values : head.fields()) {
      if (!hopByHop.contains(values.getHeaderName())) {
        String name = values.getHeaderName().toString().toLowerCase(Locale.ROOT);
        values.forEach(value -> fields.add(name, value));
      }
    }
    return fields;
  }

  private VirtualConnection.Part part() {
    return complete ? VirtualConnection.Part.LAST : VirtualConnection.Part.MORE_FOLLOWS;
  }

  /** False if nothing moves at present. */
  private boolean move(ByteBuffer source, AnswerBody present) throws IOException {
    int available = present.available(source);
    if (available == 0) {
      if (present.isComplete()) {
        endWithoutData();
      }
      return source.hasRemaining();
    }
    int count = Math.min(available, output.room());
    if (count <= 0) {
      return false;
    }
    byte[] bytes = new byte[count];
    source.get(bytes);
    present.moved(count);
    complete = present.isComplete();
    output.data(Unpooled.wrappedBuffer(bytes), part());
    return true;
  }

  private void endWithoutData() {
    complete = true;
    output.data(Unpooled.EMPTY_BUFFER, part());
  }

  /** No more bytes come: an answer without any length is complete, any other one is cut. */
  void end() {
    if (!complete && body != null && body.endsWithConnection()) {
      endWithoutData();
    }
  }
}
