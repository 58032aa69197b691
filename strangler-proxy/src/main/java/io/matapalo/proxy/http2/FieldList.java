package io.matapalo.proxy.http2;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of one header block, in the order in which they came. The codec's own map forgets the
 * order, by which alone a late pseudo field can be told (RFC 9113 §8.3). The map stays empty, so
 * that the codec decides nothing by fields. Confined to one thread.
 */
final class FieldList extends DefaultHttp2Headers {

  private final List<Field> fields = new ArrayList<>();

  FieldList() {
    super(false, 0);
  }

  /** One field; one character a byte. */
  record Field(String name, String value) {

    boolean isPseudo() {
      return name.startsWith(":");
    }
  }

  /**
   * Decodes header blocks (RFC 7541) without judging the fields: a request that is refused by them
   * has to reach the pipeline, which logs and counts it. Confined to one thread.
   */
  static final class Decoder extends DefaultHttp2HeadersDecoder {

    /**
     * A decoder that stores no longer lists.
     *
     * @param maxListBytes names and values, and 32 a field (RFC 9113 §6.5.2)
     */
    Decoder(long maxListBytes) {
      super(false, maxListBytes);
    }

    @Override
    protected Http2Headers newHeaders() {
      return new FieldList();
    }
  }

  @Override
  public Http2Headers add(CharSequence name, CharSequence value) {
    fields.add(new Field(latin1(name), latin1(value)));
    return this;
  }

  private static String latin1(CharSequence text) {
    if (text instanceof AsciiString bytes) {
      return new String(
          bytes.array(), bytes.arrayOffset(), bytes.length(), StandardCharsets.ISO_8859_1);
    }
    return text.toString();
  }

  List<Field> fields() {
    return fields;
  }
}
